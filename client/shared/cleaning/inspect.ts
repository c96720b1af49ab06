/**
 * One look over a picture before anything decodes it: its size, how it is turned, what hides in
 * it, and the bare picture, which is all that the decoder will get.
 */
import { inspectJpeg } from "./jpeg.ts";
import { inspectPng } from "./png.ts";
import { sniff } from "./sniff.ts";
import { CleaningError, type Word } from "./types.ts";
import { inspectWebp } from "./webp.ts";

const MAX_PIXELS = 120e6;

export interface Found {
  width: number;
  height: number;
  /** EXIF's 1 to 8, or 0 when the file says none. */
  orientation: number;
  /** Whether pixels may be transparent. */
  alpha: boolean;
  /** Whether the original is lossless: a drawing or a screen, rather than a photo. */
  lossless: boolean;
  words: Set<Word>;
  /** The file without anything but pixels and the colour profile, as pieces for a Blob. */
  bare: Uint8Array[];
}

const READERS = { jpeg: inspectJpeg, png: inspectPng, webp: inspectWebp };

/** Throws CleaningError: `type_unsupported`, `broken` or `too_large`. */
export function inspect(bytes: Uint8Array): Found {
  const kind = sniff(bytes);
  if (!kind) throw new CleaningError("type_unsupported");
  const found: Found = {
    width: 0,
    height: 0,
    orientation: 0,
    alpha: false,
    lossless: false,
    words: new Set(),
    bare: [],
  };
  const whole = READERS[kind](bytes, found);
  if (!whole || !found.width || !found.height) throw new CleaningError("broken");
  if (found.width * found.height > MAX_PIXELS) throw new CleaningError("too_large");
  return found;
}

/** The largest size that the file states anywhere counts. */
export function grow(found: Found, width: number, height: number): void {
  found.width = Math.max(found.width, width);
  found.height = Math.max(found.height, height);
}
