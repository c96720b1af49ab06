/**
 * Which tags, keywords and property names tell what about a person: the tables behind `removed`.
 */
import type { Word } from "./types.ts";

/** Structure of the picture (size, resolution, orientation, versions, pointers): says nothing. */
const HARMLESS = /^([12]|10[01]|112|11[ab]|128|213|8769|8825|9000|9101|a00[01235])$/;

/** EXIF tag numbers in hexadecimal (CIPA DC-008 §4.6). */
const TAGS: [Word, RegExp][] = [
  ["device", /^(10f|110|131|13c|927c|a420|a43[1-5]|c614|c62f)$/],
  ["time", /^(132|900[34]|901[012]|929[012])$/],
  ["author", /^(13b|8298|9c9d|a430)$/],
  ["text", /^(10[de]|9286|9c9[bcef])$/],
];

/** Words in XMP and in the keywords of PNG text. */
const PHRASES: [Word, RegExp][] = [
  ["gps", /GPS|:(City|State|Country|Location)\b/],
  ["time", /Date|date:|Creation Time/],
  ["device", /tiff:M|CreatorTool|Serial|Lens|Software/],
  ["author", /creator\b|Artist|Author|Owner|Copyright|rights/],
  ["text", /description|:title|:subject|Caption|Comment|Headline/],
  ["thumbnail", /Thumbnails|xmpGImg|GImage|hdrgm|DepthMap/],
];

/** IPTC data sets of record 2 (IIM 4.2 §6), each as its one character. */
const DATA_SETS: [Word, RegExp][] = [
  ["author", /\x1c\x02[PUntz]/],
  ["time", /\x1c\x02[7<>?]/],
  ["gps", /\x1c\x02[Z\\_de\x1a\x1b]/],
  ["text", /\x1c\x02[\x05\x19ix]/],
];

const matching = (table: [Word, RegExp][], text: string): string[] =>
  table.filter(([, pattern]) => pattern.test(text)).map(([word]) => word);

/** Each answers with no word at all when the table knows none. */
export const phraseWords = (text: string): string[] => matching(PHRASES, text);
export const iptcWords = (text: string): string[] => matching(DATA_SETS, text);
export const tagWords = (tag: string): string[] => matching(TAGS, tag);
export const isHarmless = (tag: string): boolean => HARMLESS.test(tag);
