/**
 * A strip or tile of a TIFF as samples of eight bits, pixel by pixel: unpacked, its prediction
 * undone, deep samples cut to their upper byte. Palettes keep their indices.
 */
import { CleaningError } from "../types.ts";
import { decodeFax } from "./fax.ts";
import { FAX, type Layout, PALETTE } from "./layout.ts";
import { decodeLzw, inflateTo, unpackBits } from "./unpack.ts";

export interface Piece {
  x: number;
  y: number;
  /** As coded across, where tiles may reach over the picture's edge; down only what is needed. */
  width: number;
  height: number;
  /** Its place among the strips or tiles (of the first sample). */
  index: number;
}

export function* piecesOf({ width, height, pieceWidth, pieceHeight }: Layout): Generator<Piece> {
  let index = 0;
  for (let y = 0; y < height; y += pieceHeight) {
    const rows = Math.min(pieceHeight, height - y);
    for (let x = 0; x < width; x += pieceWidth) yield { x, y, width: pieceWidth, height: rows, index: index++ };
  }
}

/** The bytes of a strip or tile as they are in the file. */
export function coded({ b, offsets, counts }: Layout, index: number): Uint8Array {
  const at = offsets[index] ?? 0;
  return b.subarray(at, at + (counts[index] ?? 0));
}

/** `samples` bytes for each pixel. Throws CleaningError("broken"). */
export function samplesOf(layout: Layout, piece: Piece): Uint8Array {
  const { planar, samples, offsets } = layout;
  if (!planar) return plane(layout, piece, piece.index, samples);
  const out = new Uint8Array(piece.width * piece.height * samples);
  for (let sample = 0; sample < samples; sample++) {
    const one = plane(layout, piece, piece.index + (sample * offsets.length) / samples, 1);
    for (let i = 0, at = sample; i < one.length; i++, at += samples) out[at] = one[i]!;
  }
  return out;
}

function plane(layout: Layout, piece: Piece, index: number, samples: number): Uint8Array {
  const across = piece.width * samples;
  const stride = Math.ceil((across * layout.bits) / 8);
  const raw = unpacked(layout, coded(layout, index), piece, stride);
  if (layout.bits === 8) return layout.predictor ? summed(raw, stride, samples) : raw;
  if (layout.bits === 16) return upper(raw, across, samples, layout);
  return spread(raw, across, stride, layout);
}

function unpacked(layout: Layout, data: Uint8Array, { width, height }: Piece, stride: number): Uint8Array {
  const { compression, reversed, faxOptions } = layout;
  const b = reversed ? data.map(mirrored) : data;
  const size = stride * height;
  if (FAX.includes(compression)) return decodeFax(b, width, height, compression, faxOptions);
  if (compression === 5) return decodeLzw(b, size);
  if (compression === 32773) return unpackBits(b, size);
  if (compression !== 1) return inflateTo(b, size);
  if (b.length < size) throw new CleaningError("broken");
  return b.subarray(0, size);
}

/** A byte's bits in the other order. */
function mirrored(value: number): number {
  let out = 0;
  for (let i = 0; i < 8; i++) out |= ((value >> i) & 1) << (7 - i);
  return out;
}

/** Horizontal differencing (TIFF 6.0 §14) of bytes. */
function summed(raw: Uint8Array, stride: number, samples: number): Uint8Array {
  const out = raw.slice();
  for (let row = 0; row < out.length; row += stride) {
    for (let i = row + samples; i < row + stride; i++) out[i]! += out[i - samples]!;
  }
  return out;
}

/** The upper byte of samples of 16 bits, summed first where they are differences. */
function upper(raw: Uint8Array, across: number, samples: number, { little, predictor }: Layout): Uint8Array {
  const out = new Uint8Array(raw.length >> 1);
  const row = new Uint16Array(across);
  for (let at = 0; at < out.length; at += across) {
    for (let i = 0; i < across; i++) {
      const [one, two] = [raw[2 * (at + i)]!, raw[2 * (at + i) + 1]!];
      row[i] = (little ? one + two * 256 : one * 256 + two) + (predictor ? (row[i - samples] ?? 0) : 0);
      out[at + i] = row[i]! >> 8;
    }
  }
  return out;
}

/** Samples of one, two or four bits, to the whole range of a byte unless they are indices. */
function spread(raw: Uint8Array, across: number, stride: number, { bits, photometric }: Layout): Uint8Array {
  const out = new Uint8Array((raw.length / stride) * across);
  const most = (1 << bits) - 1;
  const scale = photometric === PALETTE ? 1 : 255 / most;
  for (let at = 0; at < out.length; at++) {
    const bit = (at % across) * bits;
    const value = raw[Math.floor(at / across) * stride + (bit >> 3)]! >> (8 - bits - (bit & 7));
    out[at] = (value & most) * scale;
  }
  return out;
}
