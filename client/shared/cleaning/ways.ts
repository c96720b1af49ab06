/**
 * What is known of each kind of picture: how to look it over, how to clean it with every pixel as
 * it was, and what to call the result.
 */
import { cleanGifBytes } from "./gif_lossless.ts";
import { type Look, lookAtBmp, lookAtGif, lookAtJpeg, lookAtPng, lookAtTiff, lookAtWebp } from "./inspect.ts";
import { cleanJpegBytes } from "./jpeg_lossless.ts";
import { cleanPngBytes } from "./png_lossless.ts";
import type { Picture } from "./sniff.ts";
import { cleanWebpBytes } from "./webp_lossless.ts";

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

export const WAYS: Ways = {
  jpeg: { look: lookAtJpeg, lossless: cleanJpegBytes, type: "image/jpeg", extension: "jpg", upright: true },
  png: { look: lookAtPng, lossless: cleanPngBytes, type: "image/png", extension: "png" },
  gif: { look: lookAtGif, lossless: cleanGifBytes, type: "image/gif", extension: "gif" },
  webp: { look: lookAtWebp, lossless: cleanWebpBytes, type: "image/webp", extension: "webp" },
  bmp: { look: lookAtBmp },
  tiff: { look: lookAtTiff, rare: true },
};
