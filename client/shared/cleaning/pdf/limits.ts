/**
 * How much a file may ask of us, so that one made to harm ends in an error and not in a dead phone.
 */
import { CleaningError } from "../types.ts";

export const MAX_BYTES = 64 << 20;
export const MAX_DEPTH = 60;
export const MAX_OBJECTS = 400_000;
/** All that is inflated while one file is cleaned, and one stream alone. */
const MAX_INFLATED = 640 << 20;
export const MAX_STREAM = 192 << 20;

/** Counts what was inflated. */
export class Budget {
  private left = MAX_INFLATED;

  /** Throws CleaningError `too_large`. */
  spend(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw new CleaningError("too_large");
  }
}
