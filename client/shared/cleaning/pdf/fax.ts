/**
 * Group 4 fax data (ITU-T T.6): whatever stands behind the end of the block is cut off.
 */
import type { Value } from "./values.ts";

/** Two end-of-line codes: no picture's own codes make these 24 bits. */
const END = 0x001001;

/** Only Group 4 has a mark that is surely an end; other data are kept as they are. */
export function cutFax(data: Uint8Array, k: Value | undefined): Uint8Array {
  if (typeof k !== "number" || k >= 0) return data;
  let window = 0xffffff;
  for (let at = 0; at < data.length; at++) {
    for (let bit = 7; bit >= 0; bit--) {
      window = ((window << 1) & 0xffffff) | ((data[at]! >> bit) & 1);
      if (window === END) return closed(data, at, bit);
    }
  }
  return data;
}

/** Bits after the mark, in its last byte, become zero. */
function closed(data: Uint8Array, at: number, bit: number): Uint8Array {
  const cut = data.slice(0, at + 1);
  cut[at]! &= 0xff << bit;
  return cut;
}
