/**
 * WebP (RFC 9649 §2), chunk by chunk: what hides between the chunks that draw.
 */
import { byte, latin, le16, le24, le32, type Part } from "./bytes.ts";
import { readExif } from "./exif.ts";
import { type Found, grow } from "./inspect.ts";
import type { Word } from "./types.ts";
import { phraseWords } from "./words.ts";

const DRAWN = /^(VP8[ LX]|ALPH|ANIM|ANMF)$/;
const EXIF_AND_XMP = 0x0c;

/** Notes everything in `found`; false when the file is damaged or ends early. */
export function inspectWebp(b: Uint8Array, found: Found): boolean {
  const size = 8 + le32(b, 4);
  let frames = 0;
  for (const part of webpParts(b, Math.min(size, b.length))) {
    readSize(b, part, found);
    if (/^(VP8[ L]|ANMF)$/.test(part.id)) frames++;
    if (DRAWN.test(part.id) || part.id === "ICCP") found.bare.push(chunk(b, part));
    for (const word of judge(b, part, found)) found.words.add(word);
  }
  if (size < b.length) found.words.add("other");
  found.bare.unshift(riffHeader(found.bare));
  return frames > 0 && size <= b.length;
}

/** Chunks in order, padding included. */
function* webpParts(b: Uint8Array, limit: number): Generator<Part> {
  let at = 12;
  while (at + 8 <= limit) {
    const length = le32(b, at + 4);
    const end = Math.min(at + 8 + length + (length & 1), b.length);
    if (at + 8 + length > limit) return;
    yield { id: latin(b, at, at + 4), start: at, body: at + 8, end };
    at = end;
  }
}

/** The canvas (§2.7.1), a lossy frame (RFC 6386 §9.1) or a lossless one (RFC 9649 §3.4). */
function readSize(b: Uint8Array, { id, body }: Part, found: Found): void {
  if (id === "VP8X") {
    found.alpha ||= (byte(b, body) & 0x10) > 0;
    grow(found, le24(b, body + 4) + 1, le24(b, body + 7) + 1);
  }
  if (id === "VP8 ") grow(found, le16(b, body + 6) & 0x3fff, le16(b, body + 8) & 0x3fff);
  if (id === "VP8L") {
    const bits = le32(b, body + 1);
    found.lossless = true;
    found.alpha ||= (bits & 0x10000000) > 0;
    grow(found, (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
}

/** The chunk as the decoder gets it: the header of a file without EXIF and XMP says so. */
function chunk(b: Uint8Array, { id, start, end }: Part): Uint8Array {
  if (id !== "VP8X") return b.subarray(start, end);
  const copy = b.slice(start, end);
  copy[8] = byte(copy, 8) & ~EXIF_AND_XMP;
  return copy;
}

function riffHeader(chunks: Uint8Array[]): Uint8Array {
  const header = new Uint8Array([0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x45, 0x42, 0x50]);
  const size = chunks.reduce((sum, piece) => sum + piece.length, 4);
  new DataView(header.buffer).setUint32(4, size, true);
  return header;
}

function judge(b: Uint8Array, { id, body, end }: Part, found: Found): Word[] {
  if (DRAWN.test(id)) return [];
  if (id === "EXIF") {
    const prefix = latin(b, body, body + 4) === "Exif" ? 6 : 0;
    return readExif(b.subarray(body + prefix, end), found), [];
  }
  if (/^XMP/.test(id)) return phraseWords(latin(b, body, end));
  return [id === "ICCP" ? "profile" : "other"];
}
