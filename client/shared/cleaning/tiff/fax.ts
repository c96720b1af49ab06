/**
 * Fax data of scanners (ITU-T T.4 and T.6) to rows of bits, black as one. Every code either moves
 * on in its row or ends in an error, so that hostile data end as well.
 */
import { byte } from "../bytes.ts";
import { CleaningError } from "../types.ts";
import { type Codes, HORIZONTAL, LONGEST, MODE_CODES, NONE, PASS, RUNS } from "./fax_codes.ts";

/** TIFF's numbers for its ways of coding: rows by themselves, with ends of line, or T.6. */
const PLAIN = 2;
const GROUP_3 = 3;

interface Bits {
  take: () => number;
  /** Skips to the next whole byte. */
  align: () => void;
  /** Whether the next `count` bits are all zero. */
  zeros: (count: number) => boolean;
}

function bitsOf(b: Uint8Array): Bits {
  let at = 0;
  const end = b.length * 8;
  const bit = (i: number) => (byte(b, i >> 3) >> (7 - (i & 7))) & 1;
  const take = () => {
    if (at >= end) throw new CleaningError("broken");
    return bit(at++);
  };
  const zeros = (count: number) => {
    for (let i = at; i < at + count; i++) if (i >= end || bit(i)) return false;
    return true;
  };
  return { take, zeros, align: () => void (at = (at + 7) & ~7) };
}

function next(bits: Bits, codes: Codes): number {
  for (let code = 1, length = 0; length < LONGEST; length++) {
    code = code * 2 + bits.take();
    if (codes[code] !== NONE) return codes[code]!;
  }
  throw new CleaningError("broken");
}

/** A run's length: any number of codes for multiples of 64, then one for the rest. */
function run(bits: Bits, colour: number): number {
  let total = 0;
  for (let part = 64; part >= 64; total += part) part = next(bits, RUNS[colour & 1]!);
  return total;
}

/** Where the colour changes in a row coded by itself. Each list starts with white's end. */
function plainRow(bits: Bits, width: number): number[] {
  const changes: number[] = [];
  for (let at = 0, colour = 0; at < width; colour ^= 1) {
    at += run(bits, colour);
    add(changes, at, width);
    if (changes.length > width + 2) throw new CleaningError("broken");
  }
  return changes;
}

/** A row coded by how it differs from the one above (T.6 §2.2). */
function likeAbove(bits: Bits, above: number[], width: number): number[] {
  const changes: number[] = [];
  let [at, colour, i] = [-1, 0, 0];
  while (at < width) {
    i = Math.max(i - 1, 0);
    if ((i & 1) !== colour) i++;
    while ((above[i] ?? width) <= at && i < above.length) i += 2;
    const mode = next(bits, MODE_CODES);
    if (mode === PASS) at = above[i + 1] ?? width;
    else if (mode === HORIZONTAL) {
      at = Math.max(at, 0);
      for (const shade of [colour, colour ^ 1]) add(changes, (at += run(bits, shade)), width);
    } else {
      at = (above[i] ?? width) + mode;
      add(changes, at, width);
      colour ^= 1;
    }
    if (changes.length > width + 2) throw new CleaningError("broken");
  }
  return changes;
}

function add(changes: number[], at: number, width: number): void {
  if (at > width || at < (changes[changes.length - 1] ?? 0)) throw new CleaningError("broken");
  changes.push(at);
}

/** Rows that start at whole bytes. Throws CleaningError("broken"). */
export function decodeFax(b: Uint8Array, width: number, height: number, compression: number, options: number): Uint8Array {
  const bits = bitsOf(b);
  const stride = (width + 7) >> 3;
  const out = new Uint8Array(stride * height);
  let above: number[] = [];
  for (let row = 0; row < height; row++) {
    if (compression === PLAIN) bits.align();
    if (compression === GROUP_3) skipEnd(bits);
    const alone = compression === PLAIN || (compression === GROUP_3 && (!(options & 1) || bits.take() === 1));
    above = alone ? plainRow(bits, width) : likeAbove(bits, above, width);
    draw(out, row * stride * 8, above, width);
  }
  return out;
}

/** An end of line, with zeros of any number before it. */
function skipEnd(bits: Bits): void {
  if (bits.zeros(11)) while (!bits.take());
}

function draw(out: Uint8Array, start: number, changes: number[], width: number): void {
  for (let i = 0; i < changes.length; i += 2) {
    const end = start + (changes[i + 1] ?? width);
    for (let at = start + changes[i]!; at < end; at++) out[at >> 3]! |= 128 >> (at & 7);
  }
}
