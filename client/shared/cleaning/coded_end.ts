/**
 * Where a JPEG's coded data ends, at the speed of memory: sixteen bytes at a time, which holds for
 * the processors that browsers run on (the lowest byte of a word comes first).
 */
import { byte } from "./bytes.ts";

/** The first 0xFF from `from` on that neither zero nor a restart follows, or the length of `b`. */
export function codedEnd(b: Uint8Array, from: number): number {
  const skew = b.byteOffset & 3;
  const words = new Int32Array(b.buffer, b.byteOffset - skew, (b.length + skew) >> 2);
  let at = from;
  let stop = from + (-(from + skew) & 3);
  for (;;) {
    for (; at < stop; at++) if (isMarker(b, at)) return at;
    if (at >= b.length) return b.length;
    at = firstSuspect(words, (at + skew) >> 2) * 4 - skew;
    stop = Math.min(at + 16, b.length);
  }
}

function isMarker(b: Uint8Array, at: number): boolean {
  const next = byte(b, at + 1);
  return b[at] === 0xff && next !== 0 && next >> 3 !== 26;
}

/** From word `at` on the first of four in which something other than zero follows a 0xFF. */
function firstSuspect(words: Int32Array, at: number): number {
  const end = words.length - 4;
  let first = words[at] as number;
  while (at < end) {
    const second = words[at + 1] as number;
    const third = words[at + 2] as number;
    const fourth = words[at + 3] as number;
    const next = words[at + 4] as number;
    if ((full(first) | full(second) | full(third) | full(fourth)) & 0x80808080) {
      const followed = marked(first, second) | marked(second, third) | marked(third, fourth) | marked(fourth, next);
      if (followed & 0x80808080) break;
    }
    first = next;
    at += 4;
  }
  return at;
}

/** The high bit of each byte that is 0xFF. */
const full = (word: number): number => word & ((word & 0x7f7f7f7f) + 0x01010101);
/** The same, where the byte after it, across to the next word, is not zero. */
function marked(word: number, next: number): number {
  const after = (word >>> 8) | (next << 24);
  return full(word) & (after | ((after & 0x7f7f7f7f) + 0x7f7f7f7f));
}
