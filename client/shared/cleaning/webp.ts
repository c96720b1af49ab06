/**
 * WebP (RFC 9649 §2) taken apart chunk by chunk, and a header for what is left of it.
 */
import { byte, latin, le16, le32, type Part } from "./bytes.ts";
import { type Found, grow } from "./found.ts";

export const WEBP_DRAWN = /^(VP8[ LX]|ALPH|ANIM|ANMF|ICCP)/;
const EXIF_AND_XMP = 0x0c;

/** Chunks in order, padding included; what follows the stated size is "trailer". */
export function* webpParts(b: Uint8Array): Generator<Part> {
  const limit = 8 + le32(b, 4);
  if (limit > b.length) return;
  let at = 12;
  for (const part of chunksIn(b, at, limit)) {
    yield part;
    at = part.end;
  }
  if (at < b.length) yield { id: "trailer", start: at, body: at, end: b.length };
}

/** Chunks one after another, within `to` but for the last one's padding. */
export function* chunksIn(b: Uint8Array, from: number, to: number): Generator<Part> {
  let at = from;
  while (at + 8 <= to) {
    const length = le32(b, at + 4);
    const end = at + 8 + length + (length & 1);
    if (at + 8 + length > to) return;
    yield { id: latin(b, at, at + 4), start: at, body: at + 8, end };
    at = end;
  }
}

/** The canvas (§2.7.1), a lossy frame (RFC 6386 §9.1) or a lossless one (RFC 9649 §3.4). */
export function webpSize(b: Uint8Array, { id, body }: Part, found: Found): void {
  if (id === "VP8X") {
    found.alpha ||= (byte(b, body) & 0x10) > 0;
    grow(found, (le32(b, body + 4) & 0xffffff) + 1, (le32(b, body + 7) & 0xffffff) + 1);
  }
  if (id === "ANMF") found.frames++;
  if (id === "VP8 ") grow(found, le16(b, body + 6) & 0x3fff, le16(b, body + 8) & 0x3fff);
  if (id === "VP8L") {
    const bits = le32(b, body + 1);
    found.lossless = true;
    found.alpha ||= (bits & 0x10000000) > 0;
    grow(found, (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
}

/** Makes the header, a copy already, and the first chunk tell the truth about what is left. */
export function mendWebp(bare: Uint8Array[]): void {
  const [header, first] = bare;
  if (!header || !first) return;
  const size = bare.reduce((sum, piece) => sum + piece.length, -8);
  new DataView(header.buffer).setUint32(4, size, true);
  if (latin(first, 0, 4) !== "VP8X") return;
  bare[1] = first.slice();
  bare[1][8] = byte(first, 8) & ~EXIF_AND_XMP;
}
