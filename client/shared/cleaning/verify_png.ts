/**
 * The last word on a cleaned PNG: only chunks that draw (W3C PNG 3rd edition §5.6), in order, of
 * their exact lengths, with right checksums, and nothing after IEND.
 */
import { latin, type Part, u32 } from "./bytes.ts";
import { crc32 } from "./crc.ts";
import { isCanonicalProfile } from "./icc.ts";
import { CleaningError } from "./types.ts";

/** IHDR, what colours and animates, pixels, frames, IEND; each name with its length. */
const ORDER = /^IHDR13 ((sRGB1|gAMA4|cHRM32|cICP4|iCCP\d+|acTL8|fcTL26|PLTE\d+|tRNS\d+) )*(IDAT\d+ )+((fcTL26|fdAT\d+) )*IEND0 $/;
const TWICE = /(sRGB|gAMA|cHRM|cICP|iCCP|acTL|PLTE|tRNS)\d.* \1/;
const LONGEST: Record<string, number> = { PLTE: 768, tRNS: 256 };
const SIGNATURE = "\x89PNG\r\n\x1a\n";

/** Throws CleaningError `not_clean`. */
export function verifyPng(b: Uint8Array): void {
  let order = "";
  let at = 8;
  while (at < b.length) {
    const id = latin(b, at + 4, at + 8);
    const length = u32(b, at);
    const end = at + 12 + length;
    if (end > b.length || !isHonest(b, { id, start: at, body: at + 8, end })) break;
    order += `${id}${length} `;
    at = end;
  }
  const shape = ORDER.test(order) && !TWICE.test(order);
  if (latin(b, 0, 8) !== SIGNATURE || at !== b.length || !shape) throw new CleaningError("not_clean");
}

function isHonest(b: Uint8Array, { id, start, body, end }: Part): boolean {
  const length = end - 4 - body;
  if (length > (LONGEST[id] ?? length) || u32(b, end - 4) !== crc32(b, start + 4, end - 4)) return false;
  if (id === "iCCP") return latin(b, body, body + 8) === "Colour\0\0" && isCanonicalProfile(b.subarray(body + 15, end - 8));
  if (id !== "gAMA" && id !== "cHRM") return true;
  return b.subarray(body, end - 4).every((value, i) => i % 4 > 1 || value < (i % 4 ? 16 : 1));
}
