/**
 * PNG (W3C PNG 3rd edition §5, §11), chunk by chunk: what hides between the chunks that draw.
 */
import { byte, latin, type Part, u32 } from "./bytes.ts";
import { readExif } from "./exif.ts";
import { type Found, grow } from "./inspect.ts";
import type { Word } from "./types.ts";
import { phraseWords } from "./words.ts";

/** Chunks that may be in a cleaned picture. */
export const DRAWN = /^(IHDR|PLTE|tRNS|IDAT|IEND|sRGB|gAMA)$/;
const COLOUR = /^(iCCP|cHRM|cICP|sBIT)$/;

/** Notes everything in `found`; false when the file is damaged or ends early. */
export function inspectPng(b: Uint8Array, found: Found): boolean {
  found.lossless = true;
  found.bare.push(b.subarray(0, 8));
  const seen = new Set<string>();
  for (const part of pngParts(b)) {
    if (part.id === "IHDR") {
      grow(found, u32(b, part.body), u32(b, part.body + 4));
      found.alpha = byte(b, part.body + 9) > 3;
    }
    seen.add(part.id);
    found.alpha ||= part.id === "tRNS";
    if (DRAWN.test(part.id) || COLOUR.test(part.id)) {
      found.bare.push(b.subarray(part.start, part.end));
    }
    for (const word of judge(b, part, found)) found.words.add(word);
  }
  return seen.has("IDAT") && seen.has("IEND");
}

/** Chunks in order, length and checksum included; what follows IEND is "trailer". */
export function* pngParts(b: Uint8Array): Generator<Part> {
  let at = 8;
  let id = "";
  while (at < b.length && id !== "IEND") {
    const end = at + 12 + u32(b, at);
    if (end > b.length) return;
    id = latin(b, at + 4, at + 8);
    yield { id, start: at, body: at + 8, end };
    at = end;
  }
  if (at < b.length) yield { id: "trailer", start: at, body: at, end: b.length };
}

function judge(b: Uint8Array, { id, body, end }: Part, found: Found): Word[] {
  if (DRAWN.test(id)) return [];
  if (id === "eXIf") return readExif(b.subarray(body, end - 4), found), [];
  if (/^[tzi]TXt$/i.test(id)) return textWords(latin(b, body, end));
  if (id === "tIME") return ["time"];
  return [id === "iCCP" ? "profile" : "other"];
}

/** Text in PNG is text, and whatever its keyword or its XMP tells on top. */
function textWords(text: string): Word[] {
  const words = phraseWords(text.startsWith("XML:") ? text : text.split("\0", 1)[0] ?? "");
  return words.includes("other") ? ["text"] : words;
}
