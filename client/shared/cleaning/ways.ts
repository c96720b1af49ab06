/**
 * What is known of each kind of picture: how to look it over, how to clean it with every pixel as
 * it was, and what to call the result.
 */
import { type Look, lookAtBmp, lookAtJpeg, lookAtPng, lookAtWebp } from "./inspect.ts";
import { cleanJpegInPlace } from "./jpeg_lossless.ts";
import { cleanPngBytes } from "./png_lossless.ts";
import type { Picture } from "./sniff.ts";

export interface Way {
  look: Look;
  /** Null when this file has no lossless way. Throws CleaningError. */
  lossless?: (b: Uint8Array) => Uint8Array | null;
  type?: string;
  extension?: string;
  /** Whether the lossless result says itself which way is up. */
  upright?: true;
  /** Whether there are browsers that cannot decode it. */
  rare?: true;
}

export type Ways = { [kind in Picture]?: Way };

/** What every page fetches; the rest is in `ways_all.ts`. */
export const WAYS: Ways = {
  jpeg: { look: lookAtJpeg, lossless: cleanJpegInPlace, type: "image/jpeg", extension: "jpg", upright: true },
  png: { look: lookAtPng, lossless: cleanPngBytes, type: "image/png", extension: "png" },
  webp: { look: lookAtWebp },
  bmp: { look: lookAtBmp },
};
