/**
 * The picture that a camera put into its raw file for showing. Where directories lead to none
 * (some makers keep it in notes or formats of their own), the file is searched for JPEGs.
 */
import { u16 } from "../bytes.ts";
import { nothing } from "../found.ts";
import { jpegParts, jpegSize } from "../jpeg.ts";
import { bytesOf, type Directory, number, numbers } from "./directory.ts";

const MAX_CANDIDATES = 48;
/** Sizes come before coded data, and hardly later than this. */
const HEAD = 1 << 20;
/** A smaller preview than this shows nobody what the photo does. */
const SMALLEST_SIDE = 480;
/** Frames that browsers decode: eight bits, sequential or progressive. */
const SHOWN = /^c[012]$/;
/** Where directories point to a JPEG, or hold one. */
const THUMBNAIL = 0x201;
const PANASONIC = 0x2e;
const JPEGS = [6, 7];

/** The largest preview from its first byte on, or null. What follows its end is still there. */
export function largestPreview(b: Uint8Array, directories: Directory[]): Uint8Array | null {
  const pointed = largest(b, directories.flatMap(pointers));
  return pointed ?? largest(b, searched(b));
}

function pointers(directory: Directory): number[] {
  const photo = bytesOf(directory, PANASONIC);
  const told = [...numbers(directory, THUMBNAIL, 1), ...(photo.length ? [photo.byteOffset - directory.b.byteOffset] : [])];
  const strips = JPEGS.includes(number(directory, 259)) ? numbers(directory, 273, 2) : [];
  return strips.length === 1 ? [...told, ...strips] : told;
}

/** Everywhere a JPEG's beginning is followed by a segment as cameras write it first. */
function searched(b: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = b.indexOf(0xff); at >= 0 && starts.length < MAX_CANDIDATES; at = b.indexOf(0xff, at + 1)) {
    const first = b[at + 3] ?? 0;
    if (b[at + 1] === 0xd8 && b[at + 2] === 0xff && (first === 0xdb || first === 0xc4 || first >> 4 === 14)) starts.push(at);
  }
  return starts;
}

function largest(b: Uint8Array, starts: number[]): Uint8Array | null {
  let [best, most]: [Uint8Array | null, number] = [null, 0];
  for (const start of new Set(starts.slice(0, MAX_CANDIDATES))) {
    const jpeg = b.subarray(start);
    const pixels = u16(b, start) === 0xffd8 ? pixelsOf(jpeg) : 0;
    if (pixels > most) [best, most] = [jpeg, pixels];
  }
  return best;
}

/** How many pixels a JPEG has that browsers can show, told without reading its coded data; or 0. */
function pixelsOf(jpeg: Uint8Array): number {
  const size = nothing([]);
  for (const part of jpegParts(jpeg.subarray(0, HEAD), true)) {
    if (SHOWN.test(part.id) && jpeg[part.body] !== 8) return 0;
    if (SHOWN.test(part.id)) jpegSize(jpeg, part, size);
  }
  return Math.max(size.width, size.height) < SMALLEST_SIDE ? 0 : size.width * size.height;
}
