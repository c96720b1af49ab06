/**
 * Pictures inside documents: cleaned without touching a pixel where that is known, else one grey
 * pixel in their place, so that the text around them is not lost with them.
 */
import { cleanPictureBytes } from "../lossless.ts";
import { sniff } from "../sniff.ts";

/** A picture's bytes, the ending of its name, and its media type. */
export interface Inner {
  bytes: Uint8Array;
  ending: string;
  type: string;
}

/** What office programs can show (they know no AVIF and HEIC, and not all know WebP). */
const KNOWN: Record<string, [ending: string, type: string]> = {
  jpeg: ["jpeg", "image/jpeg"],
  png: ["png", "image/png"],
  gif: ["gif", "image/gif"],
  webp: ["webp", "image/webp"],
};

/** One pixel of #808080. */
export const GREY = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);

/** Words for what was found go into `found`; "other" when the picture could not be kept. */
export function innerPicture(bytes: Uint8Array, found: Set<string>): Inner {
  const cleaned = clean(bytes);
  const [ending, type] = KNOWN[sniff(bytes) ?? ""] ?? [];
  if (!cleaned || !ending || !type) {
    found.add("other");
    return { bytes: GREY, ending: "png", type: "image/png" };
  }
  if (cleaned.length < bytes.length) found.add("other");
  return { bytes: cleaned, ending, type };
}

/** A picture that is damaged costs itself, not the text around it. */
function clean(bytes: Uint8Array): Uint8Array | null {
  try {
    return cleanPictureBytes(bytes);
  } catch {
    return null;
  }
}
