/**
 * One look over a picture before anything decodes it: its size, how it is turned, what hides in
 * it, and the bare picture, which is all that the decoder will get.
 */
import { latin, le32, type Part, u32 } from "./bytes.ts";
import { type Found, grow, nothing } from "./found.ts";
import { GIF_DRAWN, gifParts, gifSize } from "./gif.ts";
import { JPEG_DRAWN, jpegParts, jpegSize } from "./jpeg.ts";
import { judge } from "./judge.ts";
import { PNG_DRAWN, pngParts, pngSize } from "./png.ts";
import { CleaningError } from "./types.ts";
import { mendWebp, WEBP_DRAWN, webpParts, webpSize } from "./webp.ts";

const MAX_PIXELS = 120e6;

/** Throws CleaningError: `broken` or `too_large`. */
export type Look = (b: Uint8Array) => Found;

interface Format {
  parts: (b: Uint8Array) => Iterable<Part>;
  /** What of it is drawn, by name and first bytes. */
  drawn: RegExp;
  size: (b: Uint8Array, part: Part, found: Found) => void;
  /** Bytes before the first part. */
  head: number;
  /** The last part, or part and bytes, of a file that is whole. */
  ended: RegExp;
}

const partByPart = ({ parts, drawn, size, head, ended }: Format): Look => (b) => {
  const found = nothing([b.slice(0, head)]);
  let last = "";
  for (const part of parts(b)) {
    const name = part.id + latin(b, part.body, Math.min(part.end, part.body + 30));
    const needed = drawn.test(name);
    if (needed) found.bare.push(b.subarray(part.start, part.end));
    size(b, part, found);
    judge(b, part, name, needed, found);
    last = part.id;
  }
  if (!ended.test(last + latin(b, b.length - 4, b.length))) throw new CleaningError("broken");
  return sized(found);
};

export function sized(found: Found): Found {
  if (!found.width || !found.height) throw new CleaningError("broken");
  if (found.width * found.height > MAX_PIXELS) throw new CleaningError("too_large");
  return found;
}

const jpegByPart = partByPart({
  parts: jpegParts,
  drawn: JPEG_DRAWN,
  size: jpegSize,
  head: 0,
  // The last four bytes of Samsung's panoramas, which have no end of image before their trailer.
  ended: /^(d9|trailer)|SEFT$/,
});

/** Decoders insist on an end of image, which those panoramas lack. */
export const lookAtJpeg: Look = (b) => {
  const found = jpegByPart(b);
  const [last] = found.bare.slice(-1);
  if (last?.length !== 2) found.bare.push(Uint8Array.of(0xff, 0xd9));
  return found;
};

export const lookAtPng = partByPart({ parts: pngParts, drawn: PNG_DRAWN, size: pngSize, head: 8, ended: /^(IEND|trailer)/ });
export const lookAtGif = partByPart({ parts: gifParts, drawn: GIF_DRAWN, size: gifSize, head: 0, ended: /^(?!cut)/ });

const webpByPart = partByPart({ parts: webpParts, drawn: WEBP_DRAWN, size: webpSize, head: 12, ended: /^/ });

export const lookAtWebp: Look = (b) => {
  const found = webpByPart(b);
  mendWebp(found.bare);
  return found;
};

/** Windows bitmaps hold sizes and pixels; a negative height says that rows run downwards. */
export const lookAtBmp: Look = (b) => {
  const found = nothing([b]);
  found.lossless = true;
  const old = u32(b, 14) >>> 24 === 12;
  const long = (at: number) => Math.abs(le32(b, at) | 0);
  grow(found, old ? long(18) & 0xffff : long(18), old ? long(18) >>> 16 : long(22));
  return sized(found);
};
