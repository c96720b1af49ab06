/**
 * Cleaning a picture. The light way: looked over, decoded from nothing but its pixels, drawn
 * upright, encoded anew within the budget, cut down to what draws, and verified. The full way keeps
 * every pixel and leaves out the rest; it also stands in where a canvas cannot be trusted or the
 * browser cannot decode. Runs in a worker of its own.
 */
import { type Found, nothing } from "./found.ts";
import { type Encoded, fit, LONGEST_SIDE, toFull, toJpeg, toPng } from "./shrink.ts";
import { sniffPicture } from "./sniff.ts";
import { isHonest, isTransparent, type Picture } from "./surface.ts";
import { CleaningError, type CleanResult, type Mode } from "./types.ts";
import { type Way, WAYS, type Ways } from "./ways.ts";

const MAX_BYTES = 64 << 20;
/** A decoder that fails tells no reason: above this many pixels it is taken to be memory. */
const HEAVY_PIXELS = 24e6;

/** Gives a function that cleans the kinds of pictures of `ways`, and throws only CleaningError. */
export const cleaner = (ways: Ways) => async (file: Blob, mode: Mode): Promise<CleanResult> => {
  if (!file.size) throw new CleaningError("empty");
  if (file.size > MAX_BYTES) throw new CleaningError("too_large");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = sniffPicture(bytes);
  const way = kind && ways[kind];
  if (!way) throw new CleaningError("type_unsupported");
  const found = way.look(bytes);
  const turned = found.orientation > 1 && !way.upright;
  const full = mode === "full";
  if (found.frames > 1 && !way.lossless && kind === "webp") throw new CleaningError("no_clean_way");
  // Only a first picture would be left of an animation.
  const exact = found.frames > 1 || (full && !turned) ? losslessly(way, bytes, found) : null;
  return exact ?? redrawn(way, file, found, full);
};

function losslessly(way: Way, b: Uint8Array, found: Found): CleanResult | null {
  const bytes = unlessOdd(way, b);
  if (!bytes) return null;
  const { type = "", extension = "" } = way;
  const [width, height] = found.orientation > 4 && way.upright ? [found.height, found.width] : [found.width, found.height];
  const removed = [...found.words].sort();
  return { bytes, type, extension, removed, bytesBefore: b.length, width, height, lossless: true };
}

/** What the verifier refuses may still be decoded and encoded anew. */
function unlessOdd({ lossless }: Way, b: Uint8Array): Uint8Array | null {
  try {
    return lossless?.(b) ?? null;
  } catch (error) {
    if ((error as CleaningError).code === "not_clean") return null;
    throw error;
  }
}

async function redrawn(way: Way, file: Blob, found: Found, full: boolean): Promise<CleanResult> {
  const instead = async (code: "not_clean" | "no_clean_way") => {
    const exact = losslessly(way, new Uint8Array(await file.arrayBuffer()), found);
    if (!exact) throw new CleaningError(code);
    return exact;
  };
  if (!isHonest()) return instead("not_clean");
  const bitmap = await decode(found, full).catch((error: CleaningError) => {
    if (way.rare) return null;
    throw error;
  });
  if (!bitmap) return instead("no_clean_way");
  try {
    const picture = { bitmap, orientation: found.orientation || 1 };
    // Several pages on one sheet would be too small to read.
    const detailed = full || found.frames > 1;
    return await finish(await encoded(picture, found, detailed), found, file.size);
  } finally {
    bitmap.close();
  }
}

/** In the light way asks for no more pixels than are needed, so that a full-size bitmap need not live on. */
async function decode(found: Found, full: boolean): Promise<ImageBitmap> {
  if (found.draw) return found.draw(full);
  // In one piece: Firefox tells what a picture is by the first piece alone, and JPEG's has two bytes.
  const blob = new Blob([await new Blob(found.bare as BlobPart[]).arrayBuffer()]);
  found.bare = [];
  const { width, height } = fit(found, LONGEST_SIDE);
  const smaller = { resizeWidth: width, resizeHeight: height, resizeQuality: "high" as const };
  try {
    return await createImageBitmap(blob, width < found.width && !full ? smaller : {});
  } catch {
    const heavy = found.width * found.height > HEAVY_PIXELS;
    throw new CleaningError(heavy ? "out_of_memory" : "broken");
  }
}

/** PNG for what is really transparent, and for drawings and screens that it makes smaller. */
async function encoded(picture: Picture, found: Found, full: boolean): Promise<Encoded> {
  const transparent = found.alpha && isTransparent(picture.bitmap);
  const drawing = transparent || found.lossless;
  if (full) return toFull(picture, drawing, !transparent);
  const png = drawing ? await toPng(picture, !transparent) : null;
  if (png && transparent) return png;
  const jpeg = await toJpeg(picture);
  return png && png.blob.size <= jpeg.blob.size ? png : jpeg;
}

/**
 * A picture that was drawn here, made light and verified like any other. Closes `bitmap`.
 * `bytesBefore` is the size of what it was drawn from. Throws CleaningError.
 */
export async function cleanDrawn(bitmap: ImageBitmap, bytesBefore: number): Promise<CleanResult> {
  try {
    // A page is letters on white: small and sharp as a PNG, unless a photo fills it.
    const found = { ...nothing([]), lossless: true };
    return await finish(await encoded({ bitmap, orientation: 1 }, found, false), found, bytesBefore);
  } finally {
    bitmap.close();
  }
}

/** Some browsers' own encoders add EXIF, a profile or a comment: the result is cleaned as well. */
async function finish(encoded: Encoded, found: Found, bytesBefore: number): Promise<CleanResult> {
  const { blob, width, height } = encoded;
  const way = blob.type === "image/png" ? WAYS.png : WAYS.jpeg;
  const exact = way && losslessly(way, new Uint8Array(await blob.arrayBuffer()), found);
  if (!exact) throw new CleaningError("not_clean");
  const { lossless: _, ...result } = exact;
  return { ...result, bytesBefore, width, height };
}
