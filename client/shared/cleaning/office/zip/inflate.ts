/**
 * Inflating no more than was announced: fflate's stream is fed in small slices, and the first byte
 * too many ends it, so that a bomb costs one slice.
 */
import { Inflate } from "fflate";
import { CleaningError } from "../../types.ts";

const SLICE = 8192;

/** Throws CleaningError("broken") unless `packed` is deflated data of exactly `size` bytes. */
export function inflateExactly(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw new CleaningError("broken");
    out.set(chunk, filled);
    filled += chunk.length;
  });
  feed(stream, packed);
  if (filled !== size) throw new CleaningError("broken");
  return out;
}

function feed(stream: Inflate, packed: Uint8Array): void {
  try {
    for (let at = 0; at < packed.length; at += SLICE) {
      stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
    }
  } catch {
    throw new CleaningError("broken");
  }
}
