/**
 * Samples of a TIFF to red, green, blue and how opaque each pixel is, a few rows at a time: a strip
 * may be the whole picture.
 */
import { CMYK, type Layout, PALETTE, RGB, WHITE_IS_ZERO, YCBCR } from "./layout.ts";

type Paint = (out: Uint8ClampedArray, to: number, samples: Uint8Array, from: number) => void;

const grey: Paint = (out, to, samples, from) => void out.fill(samples[from]!, to, to + 3);
const inverted: Paint = (out, to, samples, from) => void out.fill(255 - samples[from]!, to, to + 3);

const rgb: Paint = (out, to, samples, from) => {
  out[to] = samples[from]!;
  out[to + 1] = samples[from + 1]!;
  out[to + 2] = samples[from + 2]!;
};

/** Ink without a profile: what a plain mix of it leaves of white. */
const ink: Paint = (out, to, samples, from) => {
  const light = 255 - samples[from + 3]!;
  for (let i = 0; i < 3; i++) out[to + i] = ((255 - samples[from + i]!) * light) / 255;
};

/** TIFF 6.0 §21 with the coefficients of CCIR 601 and the full range, as JPEG has them. */
const luma: Paint = (out, to, samples, from) => {
  const [y, blue, red] = [samples[from]!, samples[from + 1]! - 128, samples[from + 2]! - 128];
  out[to] = y + 1.402 * red;
  out[to + 1] = y - 0.344136 * blue - 0.714136 * red;
  out[to + 2] = y + 1.772 * blue;
};

const PAINTS: Record<number, Paint> = { [WHITE_IS_ZERO]: inverted, [RGB]: rgb, [CMYK]: ink, [YCBCR]: luma };

/** Some writers fill palettes with bytes instead of the 16 bits that the format asks for. */
function fromPalette(palette: number[]): Paint {
  const shift = palette.some((value) => value > 255) ? 8 : 0;
  const third = palette.length / 3;
  return (out, to, samples, from) => {
    for (let i = 0; i < 3; i++) out[to + i] = (palette[samples[from]! + i * third] ?? 0) >> shift;
  };
}

/** Colours of all pixels in `samples`, four bytes each, as a canvas wants them. */
export function toColours(layout: Layout, samples: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const { alpha, colours, photometric, palette, samples: step } = layout;
  const paint = photometric === PALETTE ? fromPalette(palette) : (PAINTS[photometric] ?? grey);
  const out = new Uint8ClampedArray((samples.length / step) * 4);
  for (let from = 0, to = 0; to < out.length; from += step, to += 4) {
    paint(out, to, samples, from);
    const opacity = alpha === "none" ? 255 : samples[from + colours]!;
    out[to + 3] = opacity;
    if (alpha !== "multiplied" || opacity === 255) continue;
    for (let i = to; i < to + 3; i++) out[i] = opacity ? (out[i]! * 255) / opacity : 0;
  }
  return out;
}
