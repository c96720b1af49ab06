/**
 * Canvases: made, drawn on upright, and checked for lies. A browser that protects against
 * fingerprinting may give noise instead of the picture.
 */
import { CleaningError } from "./types.ts";

export interface Size {
  width: number;
  height: number;
}

/** Decoded pixels, and EXIF's 1 to 8 for how they are turned. */
export interface Picture {
  bitmap: ImageBitmap;
  orientation: number;
}

/**
 * Draws the picture upright on a new canvas; sizes are those of the unturned picture in pixels.
 * `inMemory`: not on a graphics card.
 */
export function paint(
  { bitmap, orientation }: Picture,
  { width, height }: Size,
  opaque: boolean,
  inMemory?: boolean,
): OffscreenCanvas {
  const sideways = orientation > 4;
  const canvas = new OffscreenCanvas(sideways ? height : width, sideways ? width : height);
  const pen = penOn(canvas, !opaque, inMemory);
  pen.fillStyle = "#fff";
  if (opaque) pen.fillRect(0, 0, canvas.width, canvas.height);
  // 2, 3, 6 and 7 are mirrored left to right, 3, 4, 7 and 8 upside down; from 5 on, also transposed.
  const mirrored = orientation & 2;
  const upside = (orientation - 1) & 2;
  pen.setTransform(1 - mirrored, 0, 0, 1 - upside, mirrored && canvas.width, upside && canvas.height);
  if (sideways) pen.transform(0, 1, 1, 0, 0, 0);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

/** Whether there are canvases, and known pixels read back as they were drawn. */
export function isHonest(): boolean {
  if (typeof OffscreenCanvas === "undefined") return false;
  const pen = penOn(new OffscreenCanvas(256, 1), false);
  const colour = (i: number) => [i, 255 - i, i ^ 85, 255];
  for (let i = 0; i < 256; i++) {
    pen.fillStyle = `rgba(${colour(i)})`;
    pen.fillRect(i, 0, 1, 1);
  }
  const { data } = pen.getImageData(0, 0, 256, 1);
  return data.every((value, i) => value === colour(i >> 2)[i & 3]);
}

/** Whether any region of the picture is really transparent: seen well enough at 64 pixels. */
export function isTransparent(bitmap: ImageBitmap): boolean {
  const pen = penOn(new OffscreenCanvas(64, 64), true);
  pen.drawImage(bitmap, 0, 0, 64, 64);
  return pen.getImageData(0, 0, 64, 64).data.some((value, i) => i % 4 > 2 && value < 250);
}

function penOn(canvas: OffscreenCanvas, alpha: boolean, inMemory?: boolean): OffscreenCanvasRenderingContext2D {
  const pen = canvas.getContext("2d", { alpha, willReadFrequently: !!inMemory });
  if (!pen) throw new CleaningError("out_of_memory");
  return pen;
}
