/**
 * JPEG (ITU-T T.81 Annex B), marker by marker: what hides between the markers that draw.
 */
import { byte, latin, type Part, u16 } from "./bytes.ts";
import { readExif } from "./exif.ts";
import { type Found, grow } from "./inspect.ts";
import type { Word } from "./types.ts";
import { iptcWords, phraseWords } from "./words.ts";

/** The last bytes of Samsung's panoramas, which have no end of image before their trailer. */
const SAMSUNG = "SEFT";
const FRAME = /^c[0-35-7]$/;
/** SOI, EOI, DQT, DHT, DRI, SOS and frames: what draws the picture. */
export const DRAWN = /^(c[0-7]|d[89abd])$/;
/** Segments that change colours: JFIF, an ICC profile, Adobe's flags. */
const COLOUR = /^(e0JFIF\0|e2ICC_PROFILE\0|eeAdobe)/;

/** Notes everything in `found`; false when the file is damaged or ends early. */
export function inspectJpeg(b: Uint8Array, found: Found): boolean {
  let frames = 0;
  let last = "";
  for (const part of jpegParts(b)) {
    const name = part.id + latin(b, part.body, Math.min(part.end, part.body + 30));
    if (FRAME.test(part.id)) {
      frames++;
      grow(found, u16(b, part.body + 3), u16(b, part.body + 1));
    }
    if (DRAWN.test(part.id) || COLOUR.test(name)) found.bare.push(b.subarray(part.start, part.end));
    for (const word of judge(b, part, name, found)) found.words.add(word);
    last = part.id === "trailer" ? last : part.id;
  }
  return frames === 1 && (last === "d9" || latin(b, b.length - 4, b.length) === SAMSUNG);
}

/** Segments in order, coded data with its SOS; bytes after EOI are "trailer", strays are skipped. */
export function* jpegParts(b: Uint8Array): Generator<Part> {
  let at = 0;
  while (at + 1 < b.length) {
    const marker = byte(b, at + 1);
    if (b[at] !== 0xff || marker < 2 || marker === 0xff || isRestart(marker)) {
      at++;
      continue;
    }
    if (marker === 0xd8 && at) break;
    const alone = marker === 0xd8 || marker === 0xd9;
    let end = at + 2 + (alone ? 0 : u16(b, at + 2));
    if (end > b.length || (!alone && end < at + 4)) return;
    if (marker === 0xda) end = scanEnd(b, end);
    yield { id: marker.toString(16), start: at, body: at + (alone ? 2 : 4), end };
    at = end;
    if (marker === 0xd9) break;
  }
  if (at < b.length) yield { id: "trailer", start: at, body: at, end: b.length };
}

/** Where coded data ends: at a marker that is neither stuffing nor a restart. */
export function scanEnd(b: Uint8Array, from: number): number {
  let at = b.indexOf(0xff, from);
  while (at >= 0 && at + 1 < b.length) {
    const next = byte(b, at + 1);
    if (next && !isRestart(next)) return at;
    at = b.indexOf(0xff, at + 2);
  }
  return b.length;
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

function judge(b: Uint8Array, part: Part, name: string, found: Found): Word[] {
  if (DRAWN.test(part.id) || /^eeAdobe/.test(name)) return [];
  if (/^e0JFIF\0/.test(name)) return part.end > part.start + 18 ? ["thumbnail"] : [];
  if (/^e1Exif\0\0/.test(name)) return readExif(b.subarray(part.body + 6, part.end), found), [];
  if (/^e1http/.test(name)) return phraseWords(latin(b, part.body + 30, part.end));
  if (/^edPhot/.test(name)) return iptcWords(latin(b, part.body, part.end));
  if (/^e2ICC/.test(name)) return ["profile"];
  if (/^(e0JFXX|e2MPF)/.test(name)) return ["thumbnail"];
  return [part.id === "fe" ? "text" : "other"];
}
