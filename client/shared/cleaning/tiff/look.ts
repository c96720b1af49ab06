/**
 * TIFF, DNG and raw photos, looked over: their pages are decoded by a reader of our own, a raw
 * photo is what its camera shows of it. Nothing of the file but pixels gets any further.
 */
import { latin } from "../bytes.ts";
import { type Found, grow, note, nothing } from "../found.ts";
import { lookAtJpeg, sized } from "../inspect.ts";
import { CleaningError } from "../types.ts";
import { type Directory, number, readDirectories } from "./directory.ts";
import { drawPages, type Page } from "./draw.ts";
import { JPEG, layoutOf, PALETTE } from "./layout.ts";
import { largestPreview } from "./preview.ts";
import { isSmall, judgeTags } from "./told.ts";

/** More pages cannot be read on one sheet. */
const MAX_PAGES = 20;
/** Tags and colours that only raw photos have: DNG's version, a colour filter's mosaic, bare light. */
const DNG_VERSION = 0xc612;
const RAW_COLOURS = [32803, 34892];
const PLAIN = /^(II\*\0|MM\0\*)/;
const CANON = /^.{8}CR/s;

/** Throws CleaningError: `no_clean_way` where nothing can be drawn, `broken`, `too_large`. */
export function lookAtTiff(b: Uint8Array): Found {
  const found = nothing([]);
  const head = latin(b, 0, 16);
  const directories = /^(II|MM)/.test(head) ? readDirectories(b) : [];
  judgeTags(directories, found);
  const raw = !PLAIN.test(head) || CANON.test(head) || directories.some(isRaw);
  return sized(raw ? lookAtRaw(b, directories, found) : lookAtPages(directories, found));
}

const isRaw = (directory: Directory): boolean =>
  directory.entries.has(DNG_VERSION) || RAW_COLOURS.includes(number(directory, 262));

const orientationOf = (directory: Directory | undefined): number => {
  const told = directory ? number(directory, 274) : 0;
  return told <= 8 ? told : 0;
};

function lookAtRaw(b: Uint8Array, directories: Directory[], found: Found): Found {
  const preview = largestPreview(b, directories);
  if (!preview) throw new CleaningError("no_clean_way");
  const inside = lookAtJpeg(preview);
  for (const word of inside.words) found.words.add(word);
  // Formats without directories of this kind name the camera all the same.
  if (!directories.length) note(found, ["device"]);
  return { ...inside, words: found.words, orientation: orientationOf(directories[0]) || inside.orientation };
}

/** Few colours: a whole sheet of them is still small without any loss. */
const isDrawing = ({ layout }: Page): boolean => layout.bits < 8 || layout.photometric === PALETTE;

function lookAtPages(directories: Directory[], found: Found): Found {
  const chain = directories.filter(({ place }) => place === "page");
  const full = chain.filter((directory) => !isSmall(directory));
  const pages: Page[] = (full.length ? full : chain.slice(0, 1)).map((directory) => ({
    layout: layoutOf(directory),
    orientation: orientationOf(directory) || 1,
  }));
  if (!pages.length) throw new CleaningError("broken");
  if (pages.length > MAX_PAGES) throw new CleaningError("no_clean_way");
  for (const { layout } of pages) grow(found, layout.width, layout.height);
  found.frames = pages.length;
  found.orientation = pages.length > 1 ? 1 : (pages[0]?.orientation ?? 1);
  found.alpha = pages.length === 1 && pages[0]?.layout.alpha !== "none";
  found.lossless = pages.every(pages.length > 1 ? isDrawing : ({ layout }) => layout.compression !== JPEG);
  found.draw = (full) => drawPages(pages, full);
  return found;
}
