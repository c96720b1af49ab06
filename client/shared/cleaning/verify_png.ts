/**
 * The last word on a cleaned PNG: only chunks that draw (W3C PNG 3rd edition §5.6), in order, of
 * their exact lengths, and nothing after IEND. Checksums are left to `hinghoi verify`.
 */
import { pngParts } from "./png.ts";
import { sniff } from "./sniff.ts";
import { CleaningError } from "./types.ts";

const ORDER = /^(IHDR13 )((sRGB1|gAMA4) )*(PLTE\d+ )?(tRNS\d+ )?(IDAT\d+ )+IEND0 $/;
const LONGEST: Record<string, number> = { PLTE: 768, tRNS: 256 };

/** Throws CleaningError `not_clean`. */
export function verifyPng(b: Uint8Array): void {
  let order = "";
  for (const part of pngParts(b)) {
    const length = part.end - part.body - 4;
    if (length > (LONGEST[part.id] ?? length)) break;
    order += `${part.id}${length} `;
  }
  if (sniff(b) !== "png" || !ORDER.test(order)) throw new CleaningError("not_clean");
}
