/** Inflating no more than a limit: a bomb ends with the slice that goes beyond it. */
import { Inflate } from "fflate";
import { type Bytes, concat } from "../crypto/bytes.ts";

const SLICE = 16_384;

/** Where fflate's stream is: the input that it has not used up, and how many bits of its first byte it has. */
interface Rest {
  p: Uint8Array;
  s: { p: number };
}

/** What raw deflated data (RFC 1951) holds; null when it is broken, has bytes after its end, or holds more than `most`. */
export function inflateAtMost(packed: Uint8Array, most: number): Bytes | null {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    size += chunk.length;
    if (size > most) throw new RangeError("too long");
    parts.push(chunk);
  });
  try {
    for (let at = 0; at < packed.length; at += SLICE) {
      stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
    }
  } catch {
    return null;
  }
  const { p, s } = stream as unknown as Rest;
  return packed.length === 0 || p.length > (s.p ? 1 : 0) ? null : concat(...parts);
}
