/**
 * Some browsers' own encoders add EXIF, a profile or a comment: what a canvas gave is cut down to
 * the parts that draw, then verified by rules of their own.
 */
import type { Part } from "./bytes.ts";
import { jpegParts } from "./jpeg.ts";
import { PNG_PLAIN, pngParts } from "./png.ts";
import { isPlain, verifyJpeg } from "./verify_jpeg.ts";
import { verifyPng } from "./verify_png.ts";

/** The encoded picture with nothing else. Throws CleaningError `not_clean` when that fails. */
export async function onlyPicture(encoded: Uint8Array, png: boolean): Promise<Uint8Array> {
  const kept = [encoded.subarray(0, png ? 8 : 0)];
  const keep = (part: Part) => (png ? PNG_PLAIN.test(part.id) : isPlain(encoded, part));
  for (const part of png ? pngParts(encoded) : jpegParts(encoded)) {
    if (keep(part)) kept.push(encoded.subarray(part.start, part.end));
  }
  const result = new Uint8Array(await new Blob(kept as BlobPart[]).arrayBuffer());
  (png ? verifyPng : verifyJpeg)(result);
  return result;
}
