/**
 * Pictures with every pixel as it was and nothing else: pure functions over bytes, without a
 * canvas, for pictures inside documents.
 */
import { cleanGifBytes } from "./gif_lossless.ts";
import { cleanHeifBytes } from "./heif_lossless.ts";
import { cleanJpegBytes } from "./jpeg_lossless.ts";
import { cleanPngBytes } from "./png_lossless.ts";
import { type Picture, sniffPicture } from "./sniff.ts";
import { cleanWebpBytes } from "./webp_lossless.ts";

export { cleanGifBytes, cleanHeifBytes, cleanJpegBytes, cleanPngBytes, cleanWebpBytes };

const CLEANERS: { [kind in Picture]?: (b: Uint8Array) => Uint8Array | null } = {
  jpeg: cleanJpegBytes,
  png: cleanPngBytes,
  gif: cleanGifBytes,
  webp: cleanWebpBytes,
  avif: cleanHeifBytes,
  heic: cleanHeifBytes,
};

/**
 * The picture without anything but what draws it. Null when the kind is unknown or there is no
 * lossless way for this file (no clean end, damaged): decode it, or leave it out.
 * Throws CleaningError.
 */
export function cleanPictureBytes(b: Uint8Array): Uint8Array | null {
  const kind = sniffPicture(b);
  return (kind && CLEANERS[kind]?.(b)) ?? null;
}
