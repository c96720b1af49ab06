/**
 * EXIF (on TIFF 6.0 §2) read without trust: a fixed budget of directories and entries, and no
 * value is followed anywhere but to another directory.
 */
import { le16, le32, u16, u32 } from "./bytes.ts";
import { type Found, note } from "./found.ts";
import { isHarmless, tagWords } from "./words.ts";

type Told = Pick<Found, "orientation" | "words">;

const GPS = 0x8825;
const POINTERS = [0x8769, GPS, 0xa005];

/** Reads a TIFF block: notes what it tells, and its orientation when none was seen before. */
export function readExif(tiff: Uint8Array, found: Told): void {
  const little = tiff[0] === 0x49;
  const short = little ? le16 : u16;
  const long = little ? le32 : u32;
  const queue = [[long(tiff, 4), 0]];
  for (let budget = 12; budget && queue.length; budget--) {
    const [at = 0, inside] = queue.shift() ?? [];
    const count = at < 8 || at > tiff.length ? 0 : Math.min(short(tiff, at), 512);
    for (let i = at + 2; i < at + 2 + 12 * count; i += 12) {
      const tag = short(tiff, i);
      if (inside === GPS || inside === 1) note(found, [inside === 1 ? "thumbnail" : "gps"]);
      else if (!isHarmless(tag.toString(16))) note(found, tagWords(tag.toString(16)));
      if (POINTERS.includes(tag)) queue.push([long(tiff, i + 8), tag]);
      if (!inside && tag === 0x112) turn(found, short(tiff, i + 8));
    }
    if (count && !inside) queue.push([long(tiff, at + 2 + 12 * count), 1]);
  }
}

/** The first orientation counts, as it does for those who show the original. */
function turn(found: Told, value: number): void {
  if (!found.orientation && value >= 1 && value <= 8) found.orientation = value;
}

/** The way up that a TIFF block states in its first directory (EXIF's 1 to 8), or 0. */
export function firstOrientation(tiff: Uint8Array): number {
  const found = { orientation: 0, words: new Set<string>() };
  readExif(tiff, found);
  return found.orientation;
}
