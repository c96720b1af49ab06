/**
 * PNG (W3C PNG 3rd edition §5, §11) taken apart chunk by chunk.
 */
import { byte, latin, type Part, u32 } from "./bytes.ts";
import { type Found, grow } from "./found.ts";

/** Chunks that a decoder needs for the first picture, in its colours. */
export const PNG_DRAWN = /^(IHDR|PLTE|tRNS|IDAT|IEND|sRGB|gAMA|iCCP|cHRM|cICP|sBIT)/;

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

export function pngSize(b: Uint8Array, { id, body }: Part, found: Found): void {
  found.lossless = true;
  if (id === "IHDR") grow(found, u32(b, body), u32(b, body + 4));
  if (id === "acTL") found.frames = u32(b, body);
  found.alpha ||= id === "tRNS" || (id === "IHDR" && byte(b, body + 9) > 3);
}
