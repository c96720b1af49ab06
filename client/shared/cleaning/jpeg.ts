/**
 * JPEG (ITU-T T.81 Annex B) taken apart marker by marker.
 */
import { byte, type Part, u16 } from "./bytes.ts";
import { type Found, grow } from "./found.ts";

/** SOI, EOI, tables, SOS and frames, and what changes colours: JFIF, ICC, Adobe's flags. */
export const JPEG_DRAWN = /^(c[0-79a-f]|d[89abcd]|e0JFIF\0|e2ICC_PROFILE\0|eeAdobe)/;

/**
 * Segments in order, coded data with its SOS; strays are skipped, bytes after EOI are "trailer".
 * When `hasty`, all from the first SOS on is one part, unread.
 */
export function* jpegParts(b: Uint8Array, hasty = false): Generator<Part> {
  let at = 0;
  let marker = 0;
  while (at + 1 < b.length && marker !== 0xd9) {
    marker = byte(b, at + 1);
    if (b[at] !== 0xff || marker < 2 || marker === 0xff || isRestart(marker)) {
      marker = 0;
      at++;
      continue;
    }
    const alone = marker === 0xd8 || marker === 0xd9;
    let end = at + 2 + (alone ? 0 : u16(b, at + 2));
    if (end > b.length || (alone ? at && marker === 0xd8 : end < at + 4)) return;
    if (marker === 0xda) end = hasty ? b.length : scanEnd(b, end);
    yield { id: marker.toString(16), start: at, body: at + (alone ? 2 : 4), end };
    at = end;
  }
  if (at < b.length) yield { id: "trailer", start: at, body: at, end: b.length };
}

/** Where coded data ends: at a marker that is neither stuffing nor a restart. */
function scanEnd(b: Uint8Array, from: number): number {
  let at = b.indexOf(0xff, from);
  while (at >= 0 && at + 1 < b.length) {
    const next = byte(b, at + 1);
    if (next && !isRestart(next)) return at;
    at = b.indexOf(0xff, at + 2);
  }
  return b.length;
}

const isRestart = (marker: number): boolean => marker >> 3 === 26;

export function jpegSize(b: Uint8Array, { id, body }: Part, found: Found): void {
  if (/^c[0-35-79a-bd-f]$/.test(id)) grow(found, u16(b, body + 3), u16(b, body + 1));
}
