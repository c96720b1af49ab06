/**
 * Draws the pages of a PDF, one at a time: for documents that cannot be cleaned, and for whoever
 * would rather see pages as pictures. Runs in a worker: pdf.js reads what an enemy may have
 * written, so it gets neither a document nor the network, and can be ended at any time.
 */
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { isHonest } from "../surface.ts";
import { CleaningError } from "../types.ts";
import { Canvases, NoFilters, NothingElse } from "./surroundings.ts";

export interface PageOptions {
  /** Draw no more pages than this, from the first. */
  most: number;
  /** Pixels on the longer side of a page: 2048 shows a letter of 6 points on A4. */
  longest: number;
}

export interface DrawnPage {
  /** From 1. */
  number: number;
  /** How many pages the document has. */
  of: number;
  /** For the caller to close. */
  bitmap: ImageBitmap;
}

const MOST_BYTES = 64 << 20;
/** A scan of A3 at 600 dots an inch. */
const MOST_PIXELS = 70e6;
/** Twice as fine as any screen; pages of a poster's size need no more than `longest` anyway. */
const FINEST = 8;

/**
 * The pages in their order. Throws CleaningError: `canvas` where what is drawn does not read back
 * as it was drawn, `encrypted` where a password is needed, `too_large`, or `broken`.
 */
export async function* renderPages(bytes: Uint8Array, options: PageOptions): AsyncGenerator<DrawnPage> {
  if (bytes.length > MOST_BYTES) throw new CleaningError("too_large");
  if (!isHonest()) throw new CleaningError("canvas");
  delete bounds.pdfTooLarge;
  const task = open(bytes);
  try {
    const pdf = await task.promise.catch(refused);
    for (let number = 1; number <= Math.min(pdf.numPages, options.most); number++) {
      const page = await pdf.getPage(number).catch(refused);
      const bitmap = await draw(page, options.longest);
      yield { number, of: pdf.numPages, bitmap };
      page.cleanup();
    }
  } finally {
    await task.destroy();
  }
}

/** Set by the bundle's own bounds inside pdf.js: see `client/esbuild_pdf.mjs`. */
const bounds = globalThis as { pdfTooLarge?: true };

type Task = ReturnType<typeof getDocument>;
type Page = Awaited<ReturnType<Awaited<Task["promise"]>["getPage"]>>;

function open(data: Uint8Array): Task {
  return getDocument({
    data,
    CanvasFactory: Canvases,
    FilterFactory: NoFilters,
    BinaryDataFactory: NothingElse,
    // Letters are drawn as outlines: no font of a stranger's reaches the browser's own reader.
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    isImageDecoderSupported: false,
    disableWorkerRendering: true,
    maxImageSize: MOST_PIXELS,
    canvasMaxAreaInBytes: 4 * MOST_PIXELS,
    enableXfa: false,
    verbosity: 0,
  } as Parameters<typeof getDocument>[0]);
}

async function draw(page: Page, longest: number): Promise<ImageBitmap> {
  const { width, height } = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(FINEST, longest / Math.max(width, height)) });
  const side = (pixels: number) => Math.max(1, Math.round(pixels));
  const canvas = new OffscreenCanvas(side(viewport.width), side(viewport.height));
  const canvasContext = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!canvasContext) throw new CleaningError("out_of_memory");
  await page.render({ canvas: null, canvasContext: canvasContext as unknown as CanvasRenderingContext2D, viewport })
    .promise.catch(refused);
  if (bounds.pdfTooLarge) throw new CleaningError("too_large");
  return canvas.transferToImageBitmap();
}

function refused(error: Error): never {
  if (bounds.pdfTooLarge) throw new CleaningError("too_large");
  throw new CleaningError(error.name === "PasswordException" ? "encrypted" : "broken");
}
