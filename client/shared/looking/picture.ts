/**
 * A picture as pixels and nothing else: looked over for its size before anything decodes it, drawn
 * from its bare parts, upright, no larger than asked for. Runs in a worker that can be ended.
 */
import { fit } from "../cleaning/shrink.ts";
import { sniffPicture } from "../cleaning/sniff.ts";
import { paint, type Size } from "../cleaning/surface.ts";
import { CleaningError } from "../cleaning/types.ts";
import { ALL_WAYS } from "../cleaning/ways_all.ts";
import type { Found } from "../cleaning/found.ts";

export interface Seen {
  /** For the caller to close. */
  bitmap: ImageBitmap;
  /** Of a picture that moves, how many there are; only the first is in `bitmap`. */
  frames: number;
}

/** Throws CleaningError: `type_unsupported`, `too_large` (120 megapixels), `broken` or `out_of_memory`. */
export async function seePicture(bytes: Uint8Array, longest: number): Promise<Seen> {
  const kind = sniffPicture(bytes);
  const way = kind && ALL_WAYS[kind];
  if (!way) throw new CleaningError("type_unsupported");
  const found = way.look(bytes);
  const size = fit(found, longest);
  const decoded = await decode(found, size);
  const { frames, orientation } = found;
  // Old browsers cannot draw in a worker; what is upright already needs no drawing.
  if (typeof OffscreenCanvas === "undefined") {
    if (orientation > 1) throw new CleaningError("canvas");
    return { bitmap: decoded, frames };
  }
  try {
    // In plain memory: what a graphics card holds, WebKit loses when the worker ends.
    const upright = paint({ bitmap: decoded, orientation: orientation || 1 }, fit(decoded, longest), true, true);
    return { bitmap: upright.transferToImageBitmap(), frames };
  } finally {
    decoded.close();
  }
}

async function decode(found: Found, { width, height }: Size): Promise<ImageBitmap> {
  if (found.draw) return found.draw(false);
  const smaller = { resizeWidth: width, resizeHeight: height, resizeQuality: "high" as const };
  try {
    // In one piece: Firefox tells what a picture is by the first piece alone.
    const blob = new Blob([await new Blob(found.bare as BlobPart[]).arrayBuffer()]);
    return await createImageBitmap(blob, width < found.width ? smaller : {});
  } catch {
    throw new CleaningError("broken");
  }
}
