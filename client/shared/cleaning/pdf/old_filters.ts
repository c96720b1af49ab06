/**
 * The filters from before Flate: hexadecimal, base 85, run lengths and LZW (ISO 32000-1 §7.4).
 */
import { isSpace } from "./lexer.ts";

export function decodeHex(data: Uint8Array): Uint8Array {
  const digits: number[] = [];
  for (const code of data) {
    if (code === 62) break;
    const digit = parseInt(String.fromCharCode(code), 16);
    if (!Number.isNaN(digit)) digits.push(digit);
  }
  if (digits.length % 2) digits.push(0);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => digits[2 * i]! * 16 + digits[2 * i + 1]!);
}

export function decode85(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  let group: number[] = [];
  for (const code of data) {
    if (code === 126) break;
    if (code === 122 && !group.length) out.push(0, 0, 0, 0);
    else if (!isSpace(code) && code >= 33 && code <= 117) group.push(code - 33);
    if (group.length === 5) {
      out.push(...fourBytes(group, 4));
      group = [];
    }
  }
  if (group.length > 1) out.push(...fourBytes([...group, 84, 84, 84].slice(0, 5), group.length - 1));
  return Uint8Array.from(out);
}

function fourBytes(group: number[], count: number): number[] {
  const value = group.reduce((sum, digit) => sum * 85 + digit, 0) % 2 ** 32;
  return [24, 16, 8, 0].slice(0, count).map((shift) => (value >>> shift) & 255);
}

export function decodeRuns(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < data.length && data[at] !== 128; ) {
    const length = data[at]!;
    if (length < 128) for (const code of data.subarray(at + 1, at + 2 + length)) out.push(code);
    else for (let i = 257 - length; i > 0; i--) out.push(data[at + 1] ?? 0);
    at += length < 128 ? length + 2 : 2;
  }
  return Uint8Array.from(out);
}

/** `early`: codes grow one entry before the table is full, as is usual. */
export function decodeLzw(data: Uint8Array, early: boolean): Uint8Array {
  const out: number[] = [];
  let entries: Uint8Array[] = [];
  let width = 9;
  let last: Uint8Array | null = null;
  let [bits, held] = [0, 0];
  for (const next of data) {
    held = (held << 8) | next;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >>> bits) & ((1 << width) - 1);
    held &= (1 << bits) - 1;
    if (code === 257) break;
    if (code === 256) {
      [entries, width, last] = [[], 9, null];
      continue;
    }
    const word: Uint8Array | null = code < 256 ? Uint8Array.of(code) : (entries[code - 258] ?? (last && grown(last, last[0]!)));
    if (!word) break;
    if (last && entries.length < 3838) entries.push(grown(last, word[0]!));
    for (const value of word) out.push(value);
    last = word;
    const used = entries.length + 258 + (early ? 1 : 0);
    width = used >= 2048 ? 12 : used >= 1024 ? 11 : used >= 512 ? 10 : 9;
  }
  return Uint8Array.from(out);
}

function grown(word: Uint8Array, code: number): Uint8Array {
  const longer = new Uint8Array(word.length + 1);
  longer.set(word);
  longer[word.length] = code;
  return longer;
}
