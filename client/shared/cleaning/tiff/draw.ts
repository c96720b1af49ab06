/**
 * Pages of a TIFF on canvases: one as it is, several side by side on one sheet, since only one
 * picture leaves. Pages are decoded one after another, so that only one is in memory at full size.
 */
import { fit } from "../shrink.ts";
import { paint } from "../surface.ts";
import { CleaningError } from "../types.ts";
import { toColours } from "./colour.ts";
import { jpegPiece } from "./jpeg_piece.ts";
import { JPEG, type Layout } from "./layout.ts";
import { type Piece, piecesOf, samplesOf } from "./samples.ts";

/** Pixels whose colours are worked out at a time. */
const BLOCK = 1 << 18;
/** Of a sheet of several pages, which can still be read: for an old phone and weak signal, or not. */
const LIGHT_SHEET = 8e6;
const FULL_SHEET = 24e6;

export interface Page {
  layout: Layout;
  /** EXIF's 1 to 8. */
  orientation: number;
}

/** One page is not turned yet; a sheet is upright. Throws CleaningError. */
export async function drawPages(pages: Page[], full: boolean): Promise<ImageBitmap> {
  const [first, second] = pages;
  if (first && !second) return closing(await drawn(first.layout));
  const columns = Math.ceil(Math.sqrt(pages.length));
  const side = Math.floor(Math.sqrt((full ? FULL_SHEET : LIGHT_SHEET) / columns / Math.ceil(pages.length / columns)));
  const longest = Math.min(side, Math.max(...pages.map(({ layout }) => Math.max(layout.width, layout.height))));
  const small: OffscreenCanvas[] = [];
  for (const page of pages) small.push(await upright(page, longest));
  const cell = { width: Math.max(...small.map(({ width }) => width)), height: Math.max(...small.map(({ height }) => height)) };
  const [sheet, pen] = canvasOf(cell.width * columns, cell.height * Math.ceil(pages.length / columns));
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  small.forEach((page, i) => {
    pen.drawImage(page, (i % columns) * cell.width, Math.floor(i / columns) * cell.height);
    free(page);
  });
  return closing(sheet);
}

async function upright({ layout, orientation }: Page, longest: number): Promise<OffscreenCanvas> {
  const whole = await drawn(layout);
  const canvas = paint({ bitmap: closing(whole), orientation }, fit(layout, longest), true);
  free(whole);
  return canvas;
}

async function drawn(layout: Layout): Promise<OffscreenCanvas> {
  const [canvas, pen] = canvasOf(layout.width, layout.height);
  for (const piece of piecesOf(layout)) {
    if (layout.compression === JPEG) await drawJpeg(layout, piece, pen);
    else drawPiece(layout, piece, pen);
  }
  return canvas;
}

async function drawJpeg(layout: Layout, { x, y, index }: Piece, pen: OffscreenCanvasRenderingContext2D): Promise<void> {
  const jpeg = new Blob([jpegPiece(layout, index) as BlobPart]);
  const bitmap = await createImageBitmap(jpeg).catch(() => null);
  if (!bitmap) throw new CleaningError("broken");
  pen.drawImage(bitmap, x, y);
  bitmap.close();
}

function drawPiece(layout: Layout, piece: Piece, pen: OffscreenCanvasRenderingContext2D): void {
  const samples = samplesOf(layout, piece);
  const rows = Math.max(1, Math.floor(BLOCK / piece.width));
  const stride = piece.width * layout.samples;
  for (let row = 0; row < piece.height; row += rows) {
    const colours = toColours(layout, samples.subarray(row * stride, (row + rows) * stride));
    pen.putImageData(new ImageData(colours, piece.width), piece.x, piece.y + row);
  }
}

function canvasOf(width: number, height: number): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  if (!pen) throw new CleaningError("out_of_memory");
  return [canvas, pen];
}

const free = (canvas: OffscreenCanvas): void => void (canvas.width = canvas.height = 0);

/** A canvas can be drawn like a bitmap, and needs no copy of its pixels. */
const closing = (canvas: OffscreenCanvas): ImageBitmap => Object.assign(canvas, { close: () => free(canvas) });
