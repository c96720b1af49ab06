/**
 * What a part of a file tells besides the picture: one table over the names of JPEG segments (two
 * hexadecimal digits and how the payload begins), chunks of PNG and WebP, and blocks of GIF.
 */
import { latin, type Part } from "./bytes.ts";
import { readExif } from "./exif.ts";
import { type Found, note } from "./found.ts";
import { iptcWords, phraseWords } from "./words.ts";

const EXIF = /^(e1Exif\0\0|eXIf|EXIF)/;
const XMP = /^(e1http|iTXtXML:|XMP|g21ff\x0bXMP)/;
const RULES: [RegExp, (text: string) => string[]][] = [
  [XMP, phraseWords],
  [/^(tE|zT|iT)Xt/, (text) => ["text", ...phraseWords(text.split("\0", 1)[0] ?? "")]],
  [/^edPhoto/, iptcWords],
  [/^(e2ICC|iCCP|ICCP)/, () => ["profile"]],
  [/^(e0JFXX|e0JFIF\0[^]{7}(?!\0\0)|e2MPF)/, () => ["thumbnail"]],
  [/^(fe|g21(fe|1)(?!f))/, () => ["text"]],
  [/^tIME/, () => ["time"]],
];

/** Notes in `found` what the part named `name` tells; `drawn` says that the picture needs it. */
export function judge(b: Uint8Array, part: Part, name: string, drawn: boolean, found: Found): void {
  if (EXIF.test(name)) {
    const prefix = latin(b, part.body, part.body + 4) === "Exif" ? 6 : 0;
    return readExif(b.subarray(part.body + prefix, part.end), found);
  }
  const rule = RULES.find(([pattern]) => pattern.test(name));
  if (rule) note(found, rule[1](latin(b, part.body, part.end)));
  else if (!drawn) note(found, []);
}
