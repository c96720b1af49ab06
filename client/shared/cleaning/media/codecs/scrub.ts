/**
 * Words inside of the picture stream: encoders, phones and drones write their settings, times and
 * places into units that no decoder draws. Such units become filler of the same length, so that
 * nothing moves, and every drawn byte stays as it was.
 */
import type { Found } from "../found.ts";
import type { Output } from "../output.ts";
import type { Source } from "../source.ts";

export interface Place {
  source: Source;
  output: Output;
  found: Found;
}

/** Looks through one sample, bytes `at` to `end` of the source. */
export type Scrub = (place: Place, at: number, end: number) => Promise<void>;

/** Overwrites from `at` with `bytes`, and tells what was there. */
export function overwrite(place: Place, at: number, bytes: Uint8Array, before: Uint8Array): void {
  if (bytes.every((value, i) => value === before[i])) return;
  place.found.dropped("encoder", before);
  place.output.patch(at, bytes);
}
