/**
 * Compact fonts (Adobe Technical Note 5176): notices, copyright and family names are blanked in
 * place, so that no offset changes.
 */
import { byte, u16 } from "../bytes.ts";

/** Operators of the top dictionary whose operand is a string that only tells. */
const TELLS = new Set([0, 1, 2, 3, 4, 1200, 1221, 1222]);
const STANDARD_STRINGS = 391;

interface Index {
  /** Start and end of each entry. */
  spans: [number, number][];
  end: number;
}

export function cleanCff(font: Uint8Array): Uint8Array {
  const clean = font.slice();
  const names = indexAt(clean, byte(clean, 2));
  const tops = indexAt(clean, names.end);
  const strings = indexAt(clean, tops.end);
  for (const [from, to] of tops.spans) {
    for (const id of telling(clean, from, to)) {
      const span = strings.spans[id - STANDARD_STRINGS];
      if (span) clean.fill(32, ...span);
    }
  }
  return clean;
}

function indexAt(font: Uint8Array, at: number): Index {
  const count = u16(font, at);
  if (!count) return { spans: [], end: at + 2 };
  const size = byte(font, at + 2);
  const base = at + 2 + (count + 1) * size;
  const offset = (i: number): number => base + big(font, at + 3 + i * size, size);
  const spans = Array.from({ length: count }, (_, i): [number, number] => [offset(i), offset(i + 1)]);
  return { spans, end: offset(count) };
}

function big(font: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + byte(font, at + i);
  return value;
}

/** Numbers of strings that operators in TELLS name (§4, Table 3). */
function telling(font: Uint8Array, from: number, to: number): number[] {
  const found: number[] = [];
  let operand = -1;
  for (let at = from; at < to; ) {
    const first = byte(font, at);
    if (first > 21) {
      operand = valueAt(font, at);
      at += lengthAt(font, at);
      continue;
    }
    const operator = first === 12 ? 1200 + byte(font, at + 1) : first;
    if (TELLS.has(operator)) found.push(operand);
    at += first === 12 ? 2 : 1;
  }
  return found;
}

function valueAt(font: Uint8Array, at: number): number {
  const first = byte(font, at);
  if (first === 28) return u16(font, at + 1);
  if (first === 29) return big(font, at + 1, 4);
  if (first < 247) return first - 139;
  return first < 251 ? (first - 247) * 256 + byte(font, at + 1) + 108 : -1;
}

function lengthAt(font: Uint8Array, at: number): number {
  const first = byte(font, at);
  if (first === 28) return 3;
  if (first === 29) return 5;
  if (first !== 30) return first < 247 ? 1 : 2;
  let end = at + 1;
  while (end < font.length && (byte(font, end) & 15) !== 15) end++;
  return end + 1 - at;
}
