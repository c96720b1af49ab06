/**
 * The last word on a cleaned JPEG: every byte belongs to a segment that draws (ITU-T T.81 §B.2),
 * each as long as its own numbers say, in the only order allowed, and nothing lies between or after.
 * It walks by rules of its own: a mistake in those who cut must not hide here.
 */
import { byte, latin, type Part, u16 } from "./bytes.ts";
import { codedEnd } from "./coded_end.ts";
import { isCanonicalProfile } from "./icc.ts";
import { CleaningError } from "./types.ts";

/** SOI, fixed application segments, tables, one frame, scans with their tables, EOI. */
const ORDER = /^d8 (e0 )?(e1 )?(e2 )?(ee )?((db|c4|cc|dd) )*c[0-35-79a-bd-f] ((db|c4|cc|dd|dc) )*(da ((db|c4|cc|dd|dc) )*)+d9 $/;
const TURNED = /^Exif\0\0MM\0\*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0[\x02-\x08]\0{6}$/;

/** Throws CleaningError `not_clean`. */
export function verifyJpeg(b: Uint8Array): void {
  if (cleanEnd(new Uint8Array(), b) !== b.length) throw new CleaningError("not_clean");
}

/**
 * How many bytes of `rest` make a clean JPEG when they follow `head`, which ends with a segment: so
 * that its largest part can be judged where it lies, before it is copied once and no longer than
 * it is. Throws CleaningError `not_clean` when none do.
 */
export function cleanEnd(head: Uint8Array, rest: Uint8Array): number {
  const first = walk(head);
  const { order, end } = walk(rest);
  if (first.end !== head.length || !ORDER.test(first.order + order)) throw new CleaningError("not_clean");
  return end;
}

/** The markers of what is spare from the first byte on, up to an end of image, and where that ends. */
function walk(b: Uint8Array): { order: string; end: number } {
  let at = 0;
  let order = "";
  while (at < b.length && !order.endsWith("d9 ")) {
    const id = byte(b, at + 1).toString(16);
    const alone = id === "d8" || id === "d9";
    let end = at + 2 + (alone ? 0 : u16(b, at + 2));
    if (b[at] !== 0xff || end > b.length || !isSpare(b, { id, start: at, body: at + 4, end })) break;
    if (id === "da") end = codedEnd(b, end);
    order += `${id} `;
    at = end;
  }
  return { order, end: at };
}

/** Plain segments, and those written anew in one fixed form. */
function isSpare(b: Uint8Array, part: Part): boolean {
  const { id, body, end } = part;
  if (id === "e1") return TURNED.test(latin(b, body, end));
  if (id === "e2") return latin(b, body, body + 14) === "ICC_PROFILE\0\x01\x01" && isCanonicalProfile(b.subarray(body + 14, end));
  if (id === "ee") return /^Adobe\0d\0{4}[\0-\x02]$/.test(latin(b, body, end));
  return isPlain(b, part);
}

/** Whether a segment can hold nothing but what draws the picture. */
export function isPlain(b: Uint8Array, { id, start, body, end }: Part): boolean {
  const length = u16(b, start + 2);
  if (id === "d8" || id === "d9") return true;
  if (id === "e0") return length === 16 && /^JFIF\0[^]{7}\0\0$/.test(latin(b, body, end));
  if (id === "db") return fills(body, end, (at) => (byte(b, at) > 15 ? 129 : 65));
  if (id === "c4") return fills(body, end, (at) => 17 + codes(b, at + 1));
  if (id === "cc") return length > 2 && length < 130 && !(length & 1);
  if (id === "dd" || id === "dc") return length === 4;
  if (id === "da") return length === 6 + 2 * byte(b, body);
  return /^c[0-35-79a-bd-f]$/.test(id) && length === 8 + 3 * byte(b, body + 5);
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
