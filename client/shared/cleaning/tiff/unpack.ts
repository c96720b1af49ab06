/**
 * The byte-wise compressions of TIFF: each gives exactly as many bytes as were asked for, whatever
 * the data say, so that memory and time are known beforehand.
 */
import { Inflate } from "fflate";
import { byte } from "../bytes.ts";
import { CleaningError } from "../types.ts";

/** Deflate grows 1032 times at most: one step stays under 9 MB. */
const STEP = 8192;

/** PackBits (TIFF 6.0 §9). Throws CleaningError("broken") when the data end too early. */
export function unpackBits(b: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  for (let at = 0; at < b.length && filled < size; ) {
    const length = byte(b, at++);
    if (length < 128) out.set(b.subarray(at, at + Math.min(length + 1, size - filled)), filled);
    else if (length > 128) out.fill(byte(b, at), filled, filled + 257 - length);
    filled += length < 128 ? Math.min(length + 1, b.length - at) : length > 128 ? 257 - length : 0;
    at += length < 128 ? length + 1 : length > 128 ? 1 : 0;
  }
  return whole(out, filled);
}

/** zlib data (Adobe's technical note on Deflate). Throws CleaningError("broken"). */
export function inflateTo(b: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((part) => {
    out.set(part.subarray(0, size - filled), filled);
    filled = Math.min(filled + part.length, size);
  });
  try {
    // Two bytes of zlib's header; its checksum is not looked at.
    for (let at = 2; at < b.length && filled < size; at += STEP) stream.push(b.subarray(at, at + STEP));
  } catch {
    throw new CleaningError("broken");
  }
  return whole(out, filled);
}

const CLEAR = 256;
const END = 257;

/** LZW, most significant bit first (TIFF 6.0 §13). Throws CleaningError("broken"). */
export function decodeLzw(b: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  // Each word of the table is a stretch of the output, where it was first written.
  const starts = new Uint32Array(4097);
  const lengths = new Uint16Array(4097);
  let [filled, next, width, at, held, bits] = [0, 258, 9, 0, 0, 0];
  let last: [number, number] | null = null;
  while (filled < size) {
    for (; bits < width; bits += 8) {
      if (at >= b.length) throw new CleaningError("broken");
      held = ((held & 0xffff) << 8) | byte(b, at++);
    }
    bits -= width;
    const code = (held >>> bits) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      [next, width, last] = [258, 9, null];
      continue;
    }
    if (code > next || (code === next && !last) || next > 4096) throw new CleaningError("broken");
    const known = code < next;
    const from = code < CLEAR ? -1 : known ? starts[code]! : last![0];
    const length: number = code < CLEAR ? 1 : known ? lengths[code]! : last![1] + 1;
    if (last) {
      starts[next] = last[0];
      lengths[next++] = last[1] + 1;
    }
    last = [filled, length];
    const end = Math.min(filled + length, size);
    if (from < 0) out[filled++] = code;
    // One by one: a word may overlap its own copy.
    else for (let i = from; filled < end; ) out[filled++] = out[i++]!;
    // Codes grow one word early.
    width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
  }
  return whole(out, filled);
}

function whole(out: Uint8Array, filled: number): Uint8Array {
  if (filled < out.length) throw new CleaningError("broken");
  return out;
}
