/**
 * A strip or tile that is JPEG (Adobe's technical note 2 on TIFF) as a file of its own: the page's
 * shared tables put in, and marked with what its colours are, since a decoder alone would guess.
 */
import { joined, type Part } from "../bytes.ts";
import { nothing } from "../found.ts";
import { jpegParts, jpegSize } from "../jpeg.ts";
import { CleaningError } from "../types.ts";
import { type Layout, YCBCR } from "./layout.ts";
import { coded } from "./samples.ts";

/** Tables, frames that browsers decode, scans: nothing of what applications write. */
const KEPT = /^(c[0-24]|d[abd])$/;
const START = [0xff, 0xd8];
const END = [0xff, 0xd9];
const ADOBE = [0xff, 0xee, 0, 14, 65, 100, 111, 98, 101, 0, 100, 0, 0, 0, 0];

/** Throws CleaningError("broken"). */
export function jpegPiece(layout: Layout, index: number): Uint8Array {
  const colours = layout.samples < 3 ? [] : [...ADOBE, layout.photometric === YCBCR ? 1 : 0];
  const picture = coded(layout, index);
  if (!fits(layout, picture)) throw new CleaningError("broken");
  return joined([START, colours, ...kept(layout.tables), ...kept(picture), END]);
}

const parts = (b: Uint8Array): Part[] => [...jpegParts(b)].filter(({ id }) => KEPT.test(id));
const kept = (b: Uint8Array): Uint8Array[] => parts(b).map(({ start, end }) => b.subarray(start, end));

/** A small strip must not be a huge JPEG: nobody asked yet how much memory it takes. */
function fits({ pieceWidth, pieceHeight }: Layout, jpeg: Uint8Array): boolean {
  const size = nothing([]);
  for (const part of parts(jpeg)) jpegSize(jpeg, part, size);
  return size.width > 0 && size.width < pieceWidth + 16 && size.height < pieceHeight + 16;
}
