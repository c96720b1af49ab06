/**
 * What describes an item of HEIF and AVIF: properties of exact sizes, those with room for more
 * written anew, and no others.
 */
import { ascii, joined, latin, long } from "./bytes.ts";
import { av1Configuration, hevcConfiguration } from "./heif_coded.ts";
import type { Box } from "./heif.ts";
import { canonicalProfile } from "./icc.ts";
import { CleaningError } from "./types.ts";

/** Bytes of what cannot hold anything but numbers. */
const SIZES: Record<string, number> = { ispe: 12, irot: 1, imir: 1, pasp: 8, clap: 32, a1op: 1, lsel: 2 };
const HEVC_ALPHA = "urn:mpeg:hevc:2015:auxid:1";
const ALPHA = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";

/** The property's box, or null when it can go. Throws CleaningError when drawing needs a strange one. */
export function cleanProperty(b: Uint8Array, { type, body, end }: Box, essential: boolean): Uint8Array | null {
  const pieces = content(type, b.subarray(body, end));
  if (!pieces && essential && type !== "colr") throw new CleaningError("no_clean_way");
  if (!pieces) return null;
  const all = joined(pieces);
  return joined([long(all.length + 8), ascii(type), all]);
}

function content(type: string, b: Uint8Array): (Uint8Array | number[])[] | null {
  if (type === "hvcC") return hevcConfiguration(b);
  if (type === "av1C") return av1Configuration(b);
  if (type === "pixi") return b.length === 5 + (b[4] ?? 0) ? [b] : null;
  if (type === "colr") return colours(b);
  if (type === "auxC") {
    const name = latin(b, 4, b.length).startsWith(HEVC_ALPHA) ? HEVC_ALPHA : ALPHA;
    return [long(0), ascii(`${name}\0`)];
  }
  return b.length === SIZES[type] ? [b] : null;
}

/** Code points as they are; a profile as the known space that it means, or none for sRGB. */
function colours(b: Uint8Array): (Uint8Array | number[])[] | null {
  const kind = latin(b, 0, 4);
  if (kind === "nclx") return b.length === 11 ? [b] : null;
  const profile = canonicalProfile(b.subarray(4));
  return profile && [ascii("prof"), profile];
}
