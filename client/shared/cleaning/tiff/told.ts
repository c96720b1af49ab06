/**
 * What a TIFF's tags tell about a person or a device, beside what draws its pages.
 */
import { latin } from "../bytes.ts";
import { type Found, note } from "../found.ts";
import { iptcWords, isHarmless, phraseWords, tagWords } from "../words.ts";
import { bytesOf, type Directory, number } from "./directory.ts";

const XMP = 0x2bc;
const IPTC = 0x83bb;
const PROFILE = 0x8773;
/** Tags of TIFF 6.0, of its supplements and of fax that only say how pages are stored. */
const STRUCTURE = (tag: number): boolean =>
  (tag >= 254 && tag <= 266) || [273, 277, 278, 279, 280, 281, 282, 283, 284, 296, 297, 317, 318, 319, 330].includes(tag) ||
  (tag >= 287 && tag <= 293) || (tag >= 320 && tag <= 332) || (tag >= 336 && tag <= 347) || (tag >= 529 && tag <= 532);

/** Notes what each directory tells. */
export function judgeTags(directories: Directory[], found: Found): void {
  for (const directory of directories) {
    if (directory.place === "gps") note(found, ["gps"]);
    else for (const tag of directory.entries.keys()) judge(directory, tag, found);
    if (isSmall(directory)) note(found, ["thumbnail"]);
  }
}

/** Whether it says that it is a smaller version of another page. */
export const isSmall = (directory: Directory): boolean =>
  (number(directory, 254) & 1) === 1 || number(directory, 255) === 2;

function judge(directory: Directory, tag: number, found: Found): void {
  const text = () => {
    const bytes = bytesOf(directory, tag);
    return latin(bytes, 0, bytes.length);
  };
  if (tag === XMP) note(found, phraseWords(text()));
  else if (tag === IPTC) note(found, iptcWords(text()));
  else if (tag === PROFILE) note(found, ["profile"]);
  else if (!STRUCTURE(tag) && !isHarmless(tag.toString(16))) note(found, tagWords(tag.toString(16)));
}
