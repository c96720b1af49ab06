/**
 * HEIF, AVIF, TIFF and GIF among the kinds of pictures, and WebP in full: apart from the others,
 * since few files need them.
 */
import { byte, latin, u32 } from "./bytes.ts";
import { readExif } from "./exif.ts";
import { cleanGifBytes } from "./gif_lossless.ts";
import { chosenItems, type Heif, readHeif } from "./heif.ts";
import { cleanHeifBytes } from "./heif_lossless.ts";
import { type Found, grow, note, nothing } from "./found.ts";
import { type Look, lookAtGif, lookAtWebp, sized } from "./inspect.ts";
import { lookAtTiff } from "./tiff/look.ts";
import { CleaningError } from "./types.ts";
import { type Way, WAYS, type Ways } from "./ways.ts";
import { cleanWebpBytes } from "./webp_lossless.ts";
import { phraseWords } from "./words.ts";

/** Viewers turn by properties of the picture, never by EXIF, so no orientation is told. */
const lookAtHeif: Look = (b) => {
  const found = nothing([b]);
  const heif = readHeif(b);
  if (!heif) throw new CleaningError("broken");
  judgeItems(b, heif, found);
  if (heif.strange.length) note(found, []);
  for (const { at } of heif.items.get(heif.primary)?.properties ?? []) {
    const { type, body } = heif.properties[at] ?? { type: "", body: 0 };
    if (type === "ispe") grow(found, u32(b, body + 4), u32(b, body + 8));
    if (type === "irot" && byte(b, body) & 1) [found.width, found.height] = [found.height, found.width];
  }
  for (const { type, body } of heif.properties) {
    if (type === "colr" && latin(b, body, body + 4) !== "nclx") note(found, ["profile"]);
  }
  found.alpha = heif.references.some(({ type }) => type === "auxl");
  return sized(found);
};

/** What each item that is left out tells. */
function judgeItems(b: Uint8Array, heif: Heif, found: Found): void {
  const drawn = chosenItems(b, heif);
  const small = heif.references.filter(({ type }) => type === "thmb").map(({ from }) => from);
  for (const [id, { type, extents }] of heif.items) {
    const [[from, to] = [0, 0]] = extents ?? [];
    if (drawn.includes(id)) continue;
    if (type === "Exif") readExif(b.subarray(from + 4 + u32(b, from), to), found);
    else note(found, type === "mime" ? phraseWords(latin(b, from, to)) : small.includes(id) ? ["thumbnail"] : []);
  }
  found.orientation = 0;
}

const heif = { look: lookAtHeif, lossless: cleanHeifBytes, upright: true, rare: true } satisfies Way;

export const ALL_WAYS: Ways = {
  ...WAYS,
  gif: { look: lookAtGif, lossless: cleanGifBytes, type: "image/gif", extension: "gif" },
  webp: { look: lookAtWebp, lossless: cleanWebpBytes, type: "image/webp", extension: "webp" },
  avif: { ...heif, type: "image/avif", extension: "avif" },
  heic: { ...heif, type: "image/heic", extension: "heic" },
  tiff: { look: lookAtTiff },
};
