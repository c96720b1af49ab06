/**
 * How a TIFF's page lies in its file: sizes, samples and where each strip or tile is. Whatever
 * this reader cannot draw is refused here, before a byte of it is decoded.
 */
import { CleaningError } from "../types.ts";
import { bytesOf, type Directory, number, numbers } from "./directory.ts";

export const MAX_PIXELS = 64e6;
const MAX_PIECES = 65536;
const MAX_SAMPLES = 8;
/** The tag of tiles' width, which strips do not have. */
const TILED = 322;
/** Of one strip or tile, once unpacked. */
const MAX_BYTES = 256 << 20;

export const FAX = [2, 3, 4];
export const JPEG = 7;
const COMPRESSIONS = [1, ...FAX, 5, JPEG, 8, 32773, 32946];

export const WHITE_IS_ZERO = 0;
export const GREY = 1;
export const RGB = 2;
export const PALETTE = 3;
export const CMYK = 5;
export const YCBCR = 6;
/** Samples that each kind of colour needs. */
const COLOURS: Record<number, number> = { [WHITE_IS_ZERO]: 1, [GREY]: 1, [RGB]: 3, [PALETTE]: 1, [CMYK]: 4, [YCBCR]: 3 };

export interface Layout {
  b: Uint8Array;
  little: boolean;
  width: number;
  height: number;
  /** Of strips and tiles; the last ones may reach over the edge. */
  pieceWidth: number;
  pieceHeight: number;
  offsets: number[];
  counts: number[];
  /** 1, 2, 4, 8 or 16, the same for each sample. */
  bits: number;
  samples: number;
  /** How many of the samples are colours, and which of the others is how opaque a pixel is. */
  colours: number;
  alpha: "none" | "straight" | "multiplied";
  photometric: number;
  compression: number;
  /** Whether each sample has strips or tiles of its own. */
  planar: boolean;
  predictor: boolean;
  reversed: boolean;
  faxOptions: number;
  palette: number[];
  tables: Uint8Array;
}

function refuse(): never {
  throw new CleaningError("no_clean_way");
}

/** Throws CleaningError: `no_clean_way` for what is not drawn here, `broken`, `too_large`. */
export function layoutOf(directory: Directory): Layout {
  const { b, little } = directory;
  const one = (tag: number, otherwise = 0) => number(directory, tag, otherwise);
  const [width, height] = [one(256), one(257)];
  if (!width || !height) throw new CleaningError("broken");
  if (width * height > MAX_PIXELS) throw new CleaningError("too_large");
  const tiled = directory.entries.has(TILED);
  const layout: Layout = {
    b, little, width, height,
    pieceWidth: tiled ? one(TILED) : width,
    pieceHeight: tiled ? one(323) : Math.min(one(278, height), height),
    offsets: [], counts: [],
    ...samplesOf(directory),
    photometric: one(262, GREY),
    compression: one(259, 1),
    planar: one(284, 1) === 2,
    predictor: one(317, 1) === 2,
    reversed: one(266, 1) === 2,
    faxOptions: one(292),
    palette: [],
    tables: bytesOf(directory, 347),
  };
  if (layout.photometric === PALETTE) layout.palette = numbers(directory, 320, 3 << layout.bits);
  judge(layout, directory);
  return locate(layout, directory);
}

function samplesOf(directory: Directory): Pick<Layout, "bits" | "samples" | "colours" | "alpha"> {
  const samples = number(directory, 277, 1);
  const [bits = 1, ...others] = numbers(directory, 258, MAX_SAMPLES);
  const colours = COLOURS[number(directory, 262, GREY)] ?? refuse();
  if (samples > MAX_SAMPLES || samples < colours || others.some((other) => other !== bits)) refuse();
  const extra = samples > colours ? number(directory, 338) : 0;
  return { bits, samples, colours, alpha: extra === 1 ? "multiplied" : extra === 2 ? "straight" : "none" };
}

function judge(layout: Layout, directory: Directory): void {
  const { bits, samples, photometric, compression, planar, palette } = layout;
  const lone = samples === 1 && bits === 1 && photometric <= GREY;
  const whole = number(directory, 339, 1) === 1 && number(directory, 317, 1) <= 2;
  const shared = photometric !== YCBCR || compression === JPEG || numbers(directory, 530, 2).join() === "1,1";
  const drawn = photometric === YCBCR || photometric === RGB || (photometric === GREY && samples === 1);
  if (![1, 2, 4, 8, 16].includes(bits) || (samples > 1 && bits < 8) || !whole || !shared) refuse();
  if (!COMPRESSIONS.includes(compression) || (FAX.includes(compression) && !lone)) refuse();
  if (compression === JPEG && (bits !== 8 || planar || !drawn || samples > 3)) refuse();
  if (photometric === CMYK && number(directory, 332, 1) !== 1) refuse();
  if (photometric === PALETTE && (bits > 8 || palette.length !== 3 << bits)) throw new CleaningError("broken");
}

/** Finds every strip or tile, and sees that each is within the file. */
function locate(layout: Layout, directory: Directory): Layout {
  const { b, width, height, pieceWidth, pieceHeight, planar, samples } = layout;
  const tiled = directory.entries.has(TILED);
  const count = Math.ceil(width / pieceWidth) * Math.ceil(height / pieceHeight) * (planar ? samples : 1);
  if (!pieceWidth || !pieceHeight || count > MAX_PIECES) throw new CleaningError("broken");
  const area = pieceWidth * pieceHeight;
  const heavy = area * (planar ? 1 : samples) * layout.bits > MAX_BYTES * 8;
  // Narrow tiles may reach far below the picture, each of them.
  if (heavy || area > MAX_PIXELS || (tiled && area * count > 4 * MAX_PIXELS * samples)) throw new CleaningError("too_large");
  layout.offsets = numbers(directory, tiled ? 324 : 273, count);
  layout.counts = numbers(directory, tiled ? 325 : 279, count);
  if (!layout.counts.length) layout.counts = layout.offsets.map((at) => b.length - at);
  const inside = layout.offsets.every((at, i) => at + (layout.counts[i] ?? Infinity) <= b.length);
  // Strips that overlap would have the same data unpacked again and again.
  const honest = inside && layout.counts.reduce((sum, size) => sum + size, 0) <= 2 * b.length;
  if (layout.offsets.length !== count || !honest) throw new CleaningError("broken");
  return layout;
}
