/**
 * Canvases: made, drawn on upright, and checked for lies. A browser that protects against
 * fingerprinting may give noise instead of the picture; better no photo than a spoilt one.
 */
import type { Found } from "./inspect.ts";
import { CleaningError } from "./types.ts";

export interface Size {
  width: number;
  height: number;
}

/** Makes a canvas: an OffscreenCanvas in a worker, something alike on a page. */
export type NewCanvas = (width: number, height: number) => OffscreenCanvas;

/** EXIF orientations 1 to 8 as [a b c d e f], e and f in widths and heights of the upright canvas. */
const TURNS = [
  [1, 0, 0, 1, 0, 0],
  [-1, 0, 0, 1, 1, 0],
  [-1, 0, 0, -1, 1, 1],
  [1, 0, 0, -1, 0, 1],
  [0, 1, 1, 0, 0, 0],
  [0, 1, -1, 0, 1, 0],
  [0, -1, -1, 0, 1, 1],
  [0, -1, 1, 0, 0, 1],
];

/** Draws the picture upright on a new canvas; `size` is that of the unturned picture in pixels. */
export function paint(
  picture: ImageBitmap,
  found: Found,
  size: Size,
  opaque: boolean,
  newCanvas: NewCanvas,
): OffscreenCanvas {
  const sideways = found.orientation > 4;
  const { width, height } = size;
  const canvas = sideways ? newCanvas(height, width) : newCanvas(width, height);
  const pen = context(canvas, !opaque);
  pen.fillStyle = "#fff";
  if (opaque) pen.fillRect(0, 0, canvas.width, canvas.height);
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = TURNS[found.orientation - 1] ?? [];
  pen.setTransform(a, b, c, d, e * canvas.width, f * canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, width, height);
  return canvas;
}

/** Throws `not_clean` when known pixels do not read back as they were drawn. */
export function checkHonest(newCanvas: NewCanvas): void {
  const pen = context(newCanvas(16, 16), false);
  for (let i = 0; i < 256; i++) {
    pen.fillStyle = `rgb(${i},${(i * 7) & 255},${255 - i})`;
    pen.fillRect(i & 15, i >> 4, 1, 1);
  }
  const { data } = pen.getImageData(0, 0, 16, 16);
  for (let i = 0; i < 256; i++) {
    const expected = [i, (i * 7) & 255, 255 - i, 255];
    if (expected.some((value, j) => data[i * 4 + j] !== value)) {
      throw new CleaningError("not_clean");
    }
  }
}

/** Whether any region of the picture is really transparent: seen well enough at 64 pixels. */
export function isTransparent(picture: ImageBitmap, newCanvas: NewCanvas): boolean {
  const pen = context(newCanvas(64, 64), true);
  pen.drawImage(picture, 0, 0, 64, 64);
  return pen.getImageData(0, 0, 64, 64).data.some((value, i) => i % 4 === 3 && value < 250);
}

function context(canvas: OffscreenCanvas, alpha: boolean): OffscreenCanvasRenderingContext2D {
  const pen = canvas.getContext("2d", { alpha });
  if (!pen) throw new CleaningError("out_of_memory");
  return pen;
}
