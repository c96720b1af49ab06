/**
 * Some browsers' own encoders add EXIF, a profile or a comment: what a canvas gave is cut down to
 * the parts that draw, then verified by rules of their own.
 */
import type { Part } from "./bytes.ts";
import { jpegParts } from "./jpeg.ts";
import { DRAWN, pngParts } from "./png.ts";
import { isPlain, verifyJpeg } from "./verify_jpeg.ts";
import { verifyPng } from "./verify_png.ts";

/** The encoded picture with nothing else. Throws CleaningError `not_clean` when that fails. */
export function onlyPicture(encoded: Uint8Array, png: boolean): Uint8Array {
  const kept = [encoded.subarray(0, png ? 8 : 0)];
  const keep = (part: Part) => (png ? DRAWN.test(part.id) : isPlain(encoded, part));
  for (const part of png ? pngParts(encoded) : jpegParts(encoded)) {
    if (keep(part)) kept.push(encoded.subarray(part.start, part.end));
  }
  const result = join(kept);
  (png ? verifyPng : verifyJpeg)(result);
  return result;
}

function join(pieces: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
