/**
 * The last word on a cleaned JPEG: every byte belongs to a segment that draws (ITU-T T.81 §B.2),
 * each as long as its own numbers say, in the only order allowed, and nothing lies between or after.
 */
import { byte, latin, type Part, u16 } from "./bytes.ts";
import { jpegParts } from "./jpeg.ts";
import { CleaningError } from "./types.ts";

/** SOI, JFIF, tables, one baseline or progressive frame, scans with their tables, EOI. */
const ORDER = /^d8 (e0 )?((db|c4|dd) )*c[012] ((db|c4|dd|da) )*da d9 $/;

/** Throws CleaningError `not_clean`. */
export function verifyJpeg(b: Uint8Array): void {
  let at = 0;
  let order = "";
  for (const part of jpegParts(b)) {
    if (part.start !== at || !isPlain(b, part)) throw new CleaningError("not_clean");
    at = part.end;
    order += `${part.id} `;
  }
  if (at !== b.length || !ORDER.test(order)) throw new CleaningError("not_clean");
}

/** Whether a segment can hold nothing but what draws the picture. */
export function isPlain(b: Uint8Array, { id, start, body, end }: Part): boolean {
  const length = u16(b, start + 2);
  if (id === "d8" || id === "d9") return true;
  if (id === "e0") return length === 16 && /^JFIF\0[^]{7}\0\0$/.test(latin(b, body, end));
  if (id === "db") return fills(body, end, (at) => (byte(b, at) > 15 ? 129 : 65));
  if (id === "c4") return fills(body, end, (at) => 17 + codes(b, at + 1));
  if (id === "dd") return length === 4;
  if (id === "da") return length === 6 + 2 * byte(b, body);
  return /^c[012]$/.test(id) && length === 8 + 3 * byte(b, body + 5);
}

function codes(b: Uint8Array, at: number): number {
  return b.subarray(at, at + 16).reduce((sum, count) => sum + count, 0);
}

/** Whether tables of the sizes that they state fill the segment exactly. */
function fills(from: number, end: number, size: (at: number) => number): boolean {
  let at = from;
  while (at < end) at += size(at);
  return at === end;
}
