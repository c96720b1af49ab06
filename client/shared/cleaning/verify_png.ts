/**
 * The last word on a cleaned PNG: only chunks that draw (W3C PNG 3rd edition §5.6), in order, of
 * their exact lengths, with true checksums, and nothing after IEND.
 */
import { byte, type Part, u32 } from "./bytes.ts";
import { pngParts } from "./png.ts";
import { sniff } from "./sniff.ts";
import { CleaningError } from "./types.ts";

const ORDER = /^(IHDR13 )((sRGB1|gAMA4) )*(PLTE\d+ )?(tRNS\d+ )?(IDAT\d+ )+IEND0 $/;
const LONGEST: Record<string, number> = { PLTE: 768, tRNS: 256 };

/** Throws CleaningError `not_clean`. */
export function verifyPng(b: Uint8Array): void {
  let at = 8;
  let order = "";
  for (const part of pngParts(b)) {
    const length = part.end - part.body - 4;
    if (length > (LONGEST[part.id] ?? length) || crc(b, part) !== u32(b, part.end - 4)) break;
    at = part.end;
    order += `${part.id}${length} `;
  }
  if (sniff(b) !== "png" || at !== b.length || !ORDER.test(order)) {
    throw new CleaningError("not_clean");
  }
}

/** CRC-32 over a chunk's name and payload (§5.5). */
function crc(b: Uint8Array, { start, end }: Part): number {
  let sum = -1;
  for (let at = start + 4; at < end - 4; at++) {
    sum ^= byte(b, at);
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
