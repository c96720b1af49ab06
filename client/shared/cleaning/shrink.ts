/**
 * The largest picture that fits the budget: tried at the best setting first, then at the one that
 * the first size predicts, so that an old phone encodes two or three times and not ten.
 */
import { paint, type Picture, type Size } from "./surface.ts";

/** Bytes of a cleaned photo: about half a minute on one bar of signal. */
const BUDGET = 150_000;
export const LONGEST_SIDE = 2048;

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

/**
 * A JPEG within the budget, transparency on white. Each step lowers quality, then the side too;
 * steps are skipped that the last size says are not enough.
 */
export async function toJpeg(picture: Picture): Promise<Encoded> {
  const longest = Math.max(picture.bitmap.width, picture.bitmap.height);
  let best!: Encoded;
  let target = Infinity;
  for (let step = 0; step < 16 && target; step++) {
    const side = LONGEST_SIDE * 0.86 ** Math.max(step - 1, 0);
    const quality = Math.max(0.6 - step * 0.06, 0.2);
    // How the bytes of photos were seen to grow with side and quality, on the hopeful side.
    const weight = Math.min(side / longest, 1) ** 1.7 * (quality + 0.11);
    if (weight > target) continue;
    best = await encode(picture, side, true, { type: "image/jpeg", quality });
    target = best.blob.size > BUDGET ? (1.3 * weight * BUDGET) / best.blob.size : 0;
  }
  return best;
}

/** Every pixel, in a PNG or in a JPEG that nobody can tell from the original. */
export function toFull(picture: Picture, png: boolean, opaque: boolean): Promise<Encoded> {
  return encode(picture, Infinity, opaque, png ? { type: "image/png" } : { type: "image/jpeg", quality: 0.95 });
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
