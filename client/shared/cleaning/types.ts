/**
 * What a cleaning gives and how it can fail: the only words that both sides of the worker share.
 */
export type Code =
  | "empty"
  | "type_unsupported"
  | "too_large"
  | "broken"
  | "out_of_memory"
  | "not_clean"
  | "timeout"
  | "encrypted"
  | "archive"
  | "no_clean_way"
  | "needs_signal"
  /** What is drawn does not read back as it was drawn. */
  | "canvas";

/** Light: smaller, for weak signal. Full: every detail as it was, only the metadata gone. */
export type Mode = "light" | "full";

/** What was found in the original, and is not in the result. */
export type Word =
  | "gps"
  | "device"
  | "time"
  | "author"
  | "thumbnail"
  | "text"
  | "profile"
  | "other";

export class CleaningError extends Error {
  readonly code: Code;

  constructor(code: Code) {
    super(code);
    this.code = code;
  }
}

/** A cleaned picture. `bytesBefore` is the size of the original, sizes are bytes and pixels. */
export interface CleanResult {
  bytes: Uint8Array;
  /** The output instead of `bytes` (then empty) where it is too large for memory. */
  blob?: Blob;
  type: string;
  extension: string;
  removed: string[];
  bytesBefore: number;
  width: number;
  height: number;
  /** Set when every pixel of a picture is as it was, asked for or not. */
  lossless?: true;
}

/** What the worker posts back, once. */
export type Answer = { result: CleanResult } | { code: Code };
