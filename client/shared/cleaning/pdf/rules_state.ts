/**
 * Graphics states, masks and patterns (ISO 32000-1 §8.4.5, §8.7, §11).
 */
import type { Rule, Table } from "./copier.ts";
import { drawn } from "./drawn.ts";
import { fnOrName, shading, space } from "./rules_colour.ts";
import { font } from "./rules_fonts.ts";
import { dict, either, flag, late, list, number, numbers, oneOf } from "./rules.ts";
import { form } from "./rules_xobjects.ts";
import { isDict, Stream } from "./values.ts";

const BLENDS = [
  "Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn",
  "HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity",
];
const blend = oneOf(...BLENDS);

const mask = dict({
  S: oneOf("Alpha", "Luminosity"), G: late(() => form), BC: numbers, TR: fnOrName,
});

const sized: Rule = (value, copier) => {
  if (!Array.isArray(value)) return undefined;
  return [copier.copy(value[0], font) ?? null, copier.copy(value[1], number) ?? 1];
};

/** Halftones and undercolours mean nothing but to the printer that they were made for. */
export const state: Rule = dict({
  LW: number, LC: number, LJ: number, ML: number, D: list(either(number, numbers)),
  RI: oneOf("AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual"),
  OP: flag, op: flag, OPM: number, Font: sized, TR: fnOrName, TR2: fnOrName, FL: number, SM: number, SA: flag,
  BM: either(blend, list(blend)), SMask: either(oneOf("None"), mask), CA: number, ca: number, AIS: flag, TK: flag,
});

const TILING: Table = {
  PatternType: number, PaintType: number, TilingType: number, BBox: numbers, XStep: number, YStep: number, Matrix: numbers,
};
const SHADED = dict({ PatternType: number, Shading: shading, Matrix: numbers, ExtGState: state });

export const pattern: Rule = (value, copier) => {
  if (value instanceof Stream) return drawn(value, TILING, copier);
  return isDict(value) ? SHADED(value, copier) : undefined;
};

export const group = dict({ S: oneOf("Transparency"), CS: space, I: flag, K: flag });
