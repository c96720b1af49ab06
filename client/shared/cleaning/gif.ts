/**
 * GIF (GIF89a specification §18–§27) taken apart block by block.
 */
import { byte, le16, type Part } from "./bytes.ts";
import { type Found, grow } from "./found.ts";

/** Header, graphic control, image, end, and loops; "g" and the block's own numbers in hexadecimal. */
export const GIF_DRAWN = /^(g0|g21f9|g2c|g3b|g21ff\x0b(NETSCAPE2\.0|ANIMEXTS1\.0)\x03\x01)/;

/** Blocks in order, a header with its colours; what follows the end is "trailer", half a one "cut". */
export function* gifParts(b: Uint8Array): Generator<Part> {
  let at = 13 + colours(b, 10);
  yield { id: "g0", start: 0, body: 6, end: at };
  for (let kind = 0; at < b.length && kind !== 0x3b; ) {
    kind = byte(b, at);
    const body = at + (kind === 0x21 ? 2 : kind === 0x2c ? 11 + colours(b, at + 9) : 1);
    if (kind !== 0x21 && kind !== 0x2c && kind !== 0x3b) break;
    const end = kind === 0x3b ? body : subBlocksEnd(b, body);
    const label = kind === 0x21 ? byte(b, at + 1).toString(16) : "";
    yield { id: end > b.length ? "cut" : `g${kind.toString(16)}${label}`, start: at, body, end };
    at = end;
  }
  if (at < b.length) yield { id: "trailer", start: at, body: at, end: b.length };
}

/** Bytes of the colour table that the flags at `at` announce. */
const colours = (b: Uint8Array, at: number): number => (byte(b, at) & 0x80 ? 3 << ((byte(b, at) & 7) + 1) : 0);

/** After the empty sub-block that ends a chain; beyond the array when nothing does. */
function subBlocksEnd(b: Uint8Array, from: number): number {
  let at = from;
  while (at < b.length && b[at]) at += 1 + byte(b, at);
  return at + 1;
}

export function gifSize(b: Uint8Array, { id, start }: Part, found: Found): void {
  found.lossless = found.alpha = true;
  if (id === "g0") grow(found, le16(b, 6), le16(b, 8));
  if (id === "g2c") {
    found.frames++;
    grow(found, le16(b, start + 1) + le16(b, start + 5), le16(b, start + 3) + le16(b, start + 7));
  }
}
