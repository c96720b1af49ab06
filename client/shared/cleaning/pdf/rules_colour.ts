/**
 * Colour spaces, functions and shadings (ISO 32000-1 §7.10, §8.6, §8.7.4).
 */
import { cleanFunction } from "./code_text.ts";
import type { Copier, Rule, Table } from "./copier.ts";
import { dict, either, flag, late, list, name, names, number, numbers, oneOf, stream } from "./rules.ts";
import { type Dict, dictOf, Name, named, Stream, Text, type Value } from "./values.ts";

const FUNCTION: Table = {
  FunctionType: number, Domain: numbers, Range: numbers, C0: numbers, C1: numbers, N: number,
  Functions: late(() => list(fn)), Bounds: numbers, Encode: numbers,
};
const TABLE: Table = { ...FUNCTION, Size: numbers, BitsPerSample: number, Order: number, Decode: numbers };

const byKind: Rule = (value, copier) => {
  if (!(value instanceof Stream)) return undefined;
  return (copier.get(value.dict, "FunctionType") === 4 ? calculator : sampled)(value, copier);
};
const calculator = stream(FUNCTION, cleanFunction);
const sampled = stream(TABLE);
export const fn: Rule = either(dict(FUNCTION), byKind);
export const fnOrName: Rule = either(fn, oneOf("Identity", "Default"), list(either(fn, oneOf("Identity", "Default"))));

const CALIBRATED = dict({ WhitePoint: numbers, BlackPoint: numbers, Gamma: either(number, numbers), Matrix: numbers, Range: numbers });
const bytesOnly: Rule = (value) => (value instanceof Text ? value : undefined);
const lookup: Rule = either(bytesOnly, stream({}));

/** What follows the family's name in the array, each by its rule. */
const FAMILIES: Record<string, () => Rule[]> = {
  CalGray: () => [CALIBRATED],
  CalRGB: () => [CALIBRATED],
  CalCMYK: () => [CALIBRATED],
  Lab: () => [CALIBRATED],
  Indexed: () => [space, number, lookup],
  Separation: () => [name, space, fn],
  DeviceN: () => [names, space, fn],
  Pattern: () => [space],
};

/** A space by its name is a device's, or one of the resources. */
export const space: Rule = (value, copier) => {
  if (value instanceof Name) return name(value, copier);
  if (!Array.isArray(value)) return undefined;
  const family = copier.source.get(value[0]);
  const title = named(family) === "I" ? "Indexed" : named(family);
  if (title === "ICCBased") return unprofiled(copier.source.get(value[1]), copier);
  const rules = Object.prototype.hasOwnProperty.call(FAMILIES, title) ? FAMILIES[title]!() : null;
  if (!rules) return family instanceof Name ? name(family, copier) : undefined;
  return [new Name(title), ...rules.slice(0, value.length - 1).map((rule, i) => copier.copy(value[i + 1], rule) ?? null)];
};

/** A profile can name a camera's or a scanner's maker: in its place the plain space of as many parts. */
function unprofiled(profile: Value, copier: Copier): Value {
  const dictionary: Dict = dictOf(profile);
  copier.found.say("profile");
  const alternate = copier.get(dictionary, "Alternate");
  if (Array.isArray(alternate) && named(copier.source.get(alternate[0])) === "Lab") return space(alternate, copier) ?? null;
  const parts = copier.get(dictionary, "N");
  return new Name(parts === 1 ? "DeviceGray" : parts === 4 ? "DeviceCMYK" : "DeviceRGB");
}

const PARTS: Record<string, number> = {
  DeviceGray: 1, CalGray: 1, Indexed: 1, Separation: 1, DeviceRGB: 3, CalRGB: 3, Lab: 3, DeviceCMYK: 4,
};

/** How many numbers make a colour, 0 when that is unknown. */
export function partsOf(value: Value | undefined, copier: Copier): number {
  const given = copier.source.get(value);
  if (!Array.isArray(given)) return PARTS[named(given)] ?? 0;
  const family = named(copier.source.get(given[0]));
  const second = copier.source.get(given[1]);
  if (family === "ICCBased") return Number(copier.get(dictOf(second), "N")) || 0;
  if (family === "DeviceN") return Array.isArray(second) ? second.length : 0;
  return PARTS[family] ?? 0;
}

const SHADING: Table = {
  ShadingType: number, ColorSpace: space, Background: numbers, BBox: numbers, AntiAlias: flag,
  Function: either(fn, list(fn)), Domain: numbers, Coords: numbers, Extend: list(flag), Matrix: numbers,
};
const MESH: Table = { ...SHADING, BitsPerCoordinate: number, BitsPerComponent: number, BitsPerFlag: number, Decode: numbers, VerticesPerRow: number };
export const shading: Rule = either(dict(SHADING), stream(MESH));
