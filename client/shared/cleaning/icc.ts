/**
 * Colour profiles (ICC.1:2022) can name a camera's maker and when they were made. What matters is
 * which colours the numbers mean: one of few known spaces, for which a profile is built afresh.
 */
import { ascii, latin, long, u32 } from "./bytes.ts";

interface Space {
  name: string;
  /** X, Y and Z of red, of green and of blue under D50, in 1/65536. */
  primaries: number[];
  /** The tone curve: a gamma alone, or that of sRGB, in 1/65536. */
  curve: number[];
}

const TONES = [157286, 62119, 3417, 5072, 2651];
const WHITE = [63190, 65536, 54061];
const SRGB: Space = {
  name: "",
  primaries: [28578, 14581, 912, 25241, 46981, 6362, 9376, 3972, 46799],
  curve: TONES,
};
const SPACES: Space[] = [
  SRGB,
  {
    name: "Display P3",
    primaries: [33759, 15807, -69, 19135, 45367, 2745, 10296, 4363, 51385],
    curve: TONES,
  },
  {
    name: "Adobe RGB",
    primaries: [39960, 20389, 1276, 13453, 41004, 3989, 9777, 4143, 48796],
    curve: [144128],
  },
];
/** How far the nine numbers may be off in sum: profiles round, and adapt white differently. */
const TOLERANCE = 3000;

const type = (name: string, ...values: number[]): number[] => [
  ...ascii(`${name}\0\0\0\0`),
  ...values.flatMap(long),
];

/** The canonical profile that means the same colours; null for sRGB, which needs none, and others. */
export function canonicalProfile(original: Uint8Array): Uint8Array | null {
  const { name, primaries, curve } = nearest(original);
  if (!name) return null;
  const words = ascii([...name].map((letter) => `\0${letter}`).join("") + "\0".repeat(name.length & 1 && 2));
  const para = type("para", curve.length > 1 ? 0x30000 : 0, ...curve);
  const tags: [string, number[]][] = [
    ["desc", [...type("mluc", 1, 12, 0x656e5553, 2 * name.length, 28), ...words]],
    ["wtpt", type("XYZ ", ...WHITE)],
    ...["r", "g", "b"].map((channel, i): [string, number[]] => [
      `${channel}XYZ`,
      type("XYZ ", ...primaries.slice(3 * i, 3 * i + 3)),
    ]),
    ...["r", "g", "b"].map((channel): [string, number[]] => [`${channel}TRC`, para]),
  ];
  return assemble(tags);
}

/** Whether these are the bytes that {@link canonicalProfile} gives, and no others. */
export function isCanonicalProfile(profile: Uint8Array): boolean {
  const canonical = canonicalProfile(profile);
  return canonical?.length === profile.length && canonical.every((value, i) => value === profile[i]);
}

/** Which of the spaces has these primaries; sRGB, as without any profile, when none has. */
function nearest(profile: Uint8Array): Space {
  if (latin(profile, 16, 20) !== "RGB ") return SRGB;
  const found = ["rXYZ", "gXYZ", "bXYZ"].flatMap((tag) => xyz(profile, tag));
  const off = ({ primaries }: Space) =>
    primaries.reduce((sum, value, i) => sum + Math.abs(value - (found[i] ?? Infinity)), 0);
  return SPACES.find((space) => off(space) < TOLERANCE) ?? SRGB;
}

function xyz(profile: Uint8Array, tag: string): number[] {
  const count = Math.min(u32(profile, 128), 64);
  for (let at = 132; at < 132 + 12 * count; at += 12) {
    const from = u32(profile, at + 4);
    if (latin(profile, at, at + 4) === tag) return [8, 12, 16].map((i) => u32(profile, from + i) | 0);
  }
  return [];
}

function assemble(tags: [string, number[]][]): Uint8Array {
  let at = 132 + 12 * tags.length;
  const table: number[] = [];
  const data: number[] = [];
  for (const [name, body] of tags) {
    table.push(...ascii(name), ...long(at), ...long(body.length));
    data.push(...body);
    at += body.length;
  }
  // Version 4, a display's profile, no maker, no date, perceptual, for D50.
  const head = [
    ...long(at), ...long(0), ...long(0x4400000), ...ascii("mntrRGB XYZ "),
    ...Array<number>(12).fill(0), ...ascii("acsp"), ...Array<number>(28).fill(0),
    ...WHITE.flatMap(long), ...Array<number>(48).fill(0),
  ];
  return Uint8Array.from([...head, ...long(tags.length), ...table, ...data]);
}
