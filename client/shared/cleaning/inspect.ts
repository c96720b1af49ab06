/**
 * One look over a picture before anything decodes it: its size, how it is turned, what hides in
 * it, and the bare picture, which is all that the decoder will get.
 */
import { latin } from "./bytes.ts";
import { JPEG_DRAWN, jpegParts, jpegSize } from "./jpeg.ts";
import { judge } from "./judge.ts";
import { PNG_DRAWN, pngParts, pngSize } from "./png.ts";
import { sniff } from "./sniff.ts";
import { CleaningError } from "./types.ts";
import { mendWebp, WEBP_DRAWN, webpParts, webpSize } from "./webp.ts";

const MAX_PIXELS = 120e6;

export interface Found {
  /** The largest that the file states anywhere, in pixels, before it is turned. */
  width: number;
  height: number;
  /** EXIF's 1 to 8, or 0 when the file says none. */
  orientation: number;
  /** How many pictures follow each other, where the format tells. */
  frames: number;
  /** Whether pixels may be transparent. */
  alpha: boolean;
  /** Whether the original is lossless: a drawing or a screen, rather than a photo. */
  lossless: boolean;
  words: Set<string>;
  /** The file without anything but pixels and the colour profile, as pieces for a Blob. */
  bare: Uint8Array[];
}

/** How each kind is taken apart, what of it is drawn, where its sizes are, and its first bytes. */
const FORMATS = {
  jpeg: { parts: jpegParts, drawn: JPEG_DRAWN, size: jpegSize, head: 0 },
  png: { parts: pngParts, drawn: PNG_DRAWN, size: pngSize, head: 8 },
  webp: { parts: webpParts, drawn: WEBP_DRAWN, size: webpSize, head: 12 },
};

/** Throws CleaningError: `type_unsupported`, `broken` or `too_large`. */
export function inspect(b: Uint8Array): Found {
  const kind = sniff(b);
  if (kind !== "jpeg" && kind !== "png" && kind !== "webp") throw new CleaningError("type_unsupported");
  const { parts, drawn, size, head } = FORMATS[kind];
  const found: Found = {
    width: 0,
    height: 0,
    orientation: 0,
    frames: 0,
    alpha: false,
    lossless: false,
    words: new Set(),
    bare: [b.slice(0, head)],
  };
  let last = "";
  for (const part of parts(b)) {
    const name = part.id + latin(b, part.body, Math.min(part.end, part.body + 30));
    const needed = drawn.test(name);
    if (needed) found.bare.push(b.subarray(part.start, part.end));
    size(b, part, found);
    judge(b, part, name, needed, found);
    last = part.id;
  }
  if (kind === "webp") mendWebp(found.bare);
  // The last four bytes of Samsung's panoramas, which have no end of image before their trailer.
  const ending = last + latin(b, b.length - 4, b.length);
  const ended = kind === "webp" || /^(d9|IEND|trailer)|SEFT$/.test(ending);
  if (!ended || !found.width || !found.height) throw new CleaningError("broken");
  if (found.width * found.height > MAX_PIXELS) throw new CleaningError("too_large");
  return found;
}

/** Adds words to what was found; a thing that says nothing known is "other". */
export function note(found: Pick<Found, "words">, words: string[]): void {
  for (const word of words.length ? words : ["other"]) found.words.add(word);
}

export function grow(found: Found, width: number, height: number): void {
  found.width = Math.max(found.width, width);
  found.height = Math.max(found.height, height);
}
