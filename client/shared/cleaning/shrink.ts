/**
 * The largest picture that fits the budget: tried at the best setting first, then at the one that
 * the first size predicts, so that an old phone encodes two or three times and not ten.
 */
import { paint, type Picture, type Size } from "./surface.ts";

/** Bytes of a cleaned photo: about half a minute on one bar of signal. */
const BUDGET = 150_000;
export const LONGEST_SIDE = 2048;

type Setting = [side: number, quality: number, share: number];

/** Longest side in pixels, JPEG quality, and the bytes that this quality takes against 0.6. */
const SETTINGS: Setting[] = [
  [LONGEST_SIDE, 0.6, 1],
  [LONGEST_SIDE, 0.45, 0.8],
  [1760, 0.45, 0.8],
  [1600, 0.4, 0.73],
  [1440, 0.35, 0.66],
  [1280, 0.3, 0.58],
  [1120, 0.25, 0.5],
  [960, 0.2, 0.43],
  [720, 0.2, 0.43],
  [480, 0.2, 0.43],
  [320, 0.1, 0.3],
];

/** `size` scaled down, so that no side is longer than `longest`. */
export function fit({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return { width: side(width), height: side(height) };
}

export interface Encoded extends Size {
  blob: Blob;
}

/** A PNG, or null when it does not fit the budget. */
export async function toPng(picture: Picture, opaque: boolean): Promise<Encoded | null> {
  const encoded = await encode(picture, LONGEST_SIDE, opaque, { type: "image/png" });
  return encoded.blob.size <= BUDGET ? encoded : null;
}

/** A JPEG within the budget, transparency on white. */
export async function toJpeg(picture: Picture): Promise<Encoded> {
  const longest = Math.max(picture.bitmap.width, picture.bitmap.height);
  let best!: Encoded;
  let target = Infinity;
  for (const [side, quality, share] of SETTINGS) {
    const weight = Math.min(side / longest, 1) ** 1.7 * share;
    if (weight > target) continue;
    best = await encode(picture, side, true, { type: "image/jpeg", quality });
    if (best.blob.size <= BUDGET) break;
    target = (weight * BUDGET) / best.blob.size;
  }
  return best;
}

async function encode(
  picture: Picture,
  longest: number,
  opaque: boolean,
  options: ImageEncodeOptions,
): Promise<Encoded> {
  const canvas = paint(picture, fit(picture.bitmap, longest), opaque);
  const { width, height } = canvas;
  const blob = await canvas.convertToBlob(options);
  canvas.width = canvas.height = 0;
  return { blob, width, height };
}
