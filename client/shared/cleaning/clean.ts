/**
 * Cleaning a picture: looked over, decoded from nothing but its pixels, drawn upright, encoded
 * anew within the budget, cut down to what draws, and verified. Runs in a worker of its own.
 */
import { type Found, inspect } from "./inspect.ts";
import { type Encoded, fit, LONGEST_SIDE, toJpeg, toPng } from "./shrink.ts";
import { onlyPicture } from "./strip.ts";
import { checkHonest, isTransparent, type Picture } from "./surface.ts";
import { CleaningError, type CleanResult, type Mode } from "./types.ts";

const MAX_BYTES = 64 << 20;
/** A decoder that fails tells no reason: above this many pixels it is taken to be memory. */
const HEAVY_PIXELS = 24e6;

/** Throws CleaningError. */
export async function clean(file: Blob, _mode: Mode): Promise<CleanResult> {
  if (!file.size) throw new CleaningError("empty");
  if (file.size > MAX_BYTES) throw new CleaningError("too_large");
  const found = inspect(new Uint8Array(await file.arrayBuffer()));
  checkHonest();
  const bitmap = await decode(found);
  try {
    const picture = { bitmap, orientation: found.orientation || 1 };
    const chosen = (await choosePng(picture, found)) ?? (await toJpeg(picture));
    return await finish(chosen, found, file.size);
  } finally {
    bitmap.close();
  }
}

/** Asks for no more pixels than are needed, so that a full-size bitmap need not live on. */
async function decode(found: Found): Promise<ImageBitmap> {
  const blob = new Blob(found.bare as BlobPart[]);
  found.bare = [];
  const { width, height } = fit(found, LONGEST_SIDE);
  const smaller = { resizeWidth: width, resizeHeight: height, resizeQuality: "high" as const };
  try {
    return await createImageBitmap(blob, width < found.width ? smaller : {});
  } catch {
    const heavy = found.width * found.height > HEAVY_PIXELS;
    throw new CleaningError(heavy ? "out_of_memory" : "broken");
  }
}

/** PNG for what is really transparent, and for drawings and screens that it makes smaller. */
async function choosePng(picture: Picture, found: Found): Promise<Encoded | null> {
  const transparent = found.alpha && isTransparent(picture.bitmap);
  if (!transparent && !found.lossless) return null;
  const png = await toPng(picture, !transparent);
  if (!png || transparent) return png;
  const jpeg = await toJpeg(picture);
  return png.blob.size <= jpeg.blob.size ? png : jpeg;
}

async function finish(encoded: Encoded, found: Found, bytesBefore: number): Promise<CleanResult> {
  const { blob, width, height } = encoded;
  const png = blob.type === "image/png";
  return {
    bytes: await onlyPicture(new Uint8Array(await blob.arrayBuffer()), png),
    type: blob.type,
    extension: png ? "png" : "jpg",
    removed: [...found.words].sort(),
    bytesBefore,
    width,
    height,
  };
}
