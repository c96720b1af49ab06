/**
 * What every container's way gives: a new file not yet put together, and how to check it.
 */
import type { Found } from "./found.ts";
import type { Output } from "./output.ts";
import type { Source } from "./source.ts";

/** The last word on a file of one kind. Throws CleaningError `not_clean`. */
export type Verify = (source: Source) => Promise<void>;

export interface Made {
  output: Output;
  found: Found;
  type: string;
  extension: string;
  /** Of the picture in pixels; 0 for sound. */
  width: number;
  height: number;
  verify: Verify;
}
