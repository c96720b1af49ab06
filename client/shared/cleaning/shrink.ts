/**
 * The largest picture that fits the budget: tried at the best setting first, then at the one that
 * the first size predicts, so that an old phone encodes two or three times and not ten.
 */
import type { Found } from "./inspect.ts";
import { type NewCanvas, paint, type Size } from "./surface.ts";

/** Bytes of a cleaned photo: half a minute on one bar of signal. */
const BUDGET = 150_000;
export const LONGEST_SIDE = 2048;

/** Longest side in pixels, JPEG quality, and the bytes that this quality takes against 0.6. */
const SETTINGS: [number, number, number][] = [
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

export async function toPng(
  picture: ImageBitmap,
  found: Found,
  opaque: boolean,
  newCanvas: NewCanvas,
): Promise<Encoded | null> {
  const encoded = await encode(picture, found, LONGEST_SIDE, opaque, newCanvas);
  return encoded.blob.size <= BUDGET ? encoded : null;
}

/** A JPEG within the budget, transparency on white. */
export async function toJpeg(
  picture: ImageBitmap,
  found: Found,
  newCanvas: NewCanvas,
): Promise<Encoded> {
  const weight = ([side, , share]: [number, number, number]) =>
    Math.min(side / Math.max(picture.width, picture.height), 1) ** 1.7 * share;
  let result: Encoded | undefined;
  let target = Infinity;
  for (const setting of SETTINGS) {
    if (weight(setting) > target) continue;
    result = await encode(picture, found, setting[0], true, newCanvas, setting[1]);
    if (result.blob.size <= BUDGET) break;
    target = (weight(setting) * BUDGET) / result.blob.size;
  }
  return result as Encoded;
}

async function encode(
  picture: ImageBitmap,
  found: Found,
  longest: number,
  opaque: boolean,
  newCanvas: NewCanvas,
  quality?: number,
): Promise<Encoded> {
  const canvas = paint(picture, found, fit(picture, longest), opaque, newCanvas);
  const { width, height } = canvas;
  const type = quality ? "image/jpeg" : "image/png";
  const blob = await canvas.convertToBlob(quality ? { type, quality } : { type });
  canvas.width = canvas.height = 0;
  return { blob, width, height };
}
