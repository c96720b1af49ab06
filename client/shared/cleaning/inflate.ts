/**
 * The beginning of deflated data (RFC 1951): enough to look into a colour profile, bounded by the
 * input's length and the output's limit, and wrong input only ends it early.
 */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Bits {
  /** The next `count` bits as a number. */
  take: (count: number) => number;
  left: () => boolean;
  /** Skips to the next whole byte. */
  align: () => void;
}

type Code = (bits: Bits) => number;

function bitsOf(b: Uint8Array): Bits {
  let at = 0;
  const take = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) value += (((b[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** i;
    return value;
  };
  return { take, left: () => at < b.length * 8, align: () => void (at = (at + 7) & ~7) };
}

/** A canonical Huffman code (§3.2.2): symbols keyed by their length and bits. */
function codeOf(lengths: number[]): Code {
  const symbols = new Map<number, number>();
  let code = 0;
  for (let length = 1; length < 16; length++, code *= 2) {
    lengths.forEach((its, symbol) => its === length && symbols.set(code++ + 2 ** length, symbol));
  }
  return ({ take }) => {
    let key = 1;
    while (key < 65536 && !symbols.has(key)) key = key * 2 + take(1);
    return symbols.get(key) ?? 256;
  };
}

/** Symbols for lengths and for distances, fixed or told by the block itself (§3.2.6, §3.2.7). */
function codes(bits: Bits, fixed: boolean): Code[] {
  const fill = (count: number, value: number) => Array<number>(count).fill(value);
  if (fixed) return [[...fill(144, 8), ...fill(112, 9), ...fill(24, 7), ...fill(8, 8)], fill(30, 5)].map(codeOf);
  const [literals, distances, count] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const first = fill(19, 0);
  for (const place of ORDER.slice(0, count)) first[place] = bits.take(3);
  const next = codeOf(first);
  const lengths: number[] = [];
  while (lengths.length < literals + distances && bits.left()) {
    const symbol = next(bits);
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) lengths.push(...fill(3 + bits.take(2), lengths[lengths.length - 1] ?? 0));
    else lengths.push(...fill(symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7), 0));
  }
  return [lengths.slice(0, literals), lengths.slice(literals)].map(codeOf);
}

/** At most about `limit` bytes of what raw deflated data holds. */
export function inflate(b: Uint8Array, limit: number): Uint8Array {
  const bits = bitsOf(b);
  const out: number[] = [];
  for (let last = 0; !last && bits.left() && out.length < limit; ) {
    last = bits.take(1);
    const kind = bits.take(2);
    if (kind === 3) break;
    if (!kind) {
      stored(bits, out);
      continue;
    }
    const [literal, distance] = codes(bits, kind === 1);
    if (literal && distance) block(bits, out, limit, literal, distance);
  }
  return Uint8Array.from(out);
}

function stored({ take, left, align }: Bits, out: number[]): void {
  align();
  for (let count = take(32) & 0xffff; count && left(); count--) out.push(take(8));
}

function block(bits: Bits, out: number[], limit: number, literal: Code, distance: Code): void {
  while (bits.left() && out.length < limit) {
    const symbol = literal(bits);
    if (symbol === 256) return;
    if (symbol < 256) {
      out.push(symbol);
      continue;
    }
    const length = symbol === 285 ? 258 : 3 + spread(bits, symbol - 257, 4);
    const back = 1 + spread(bits, distance(bits), 2);
    for (let i = 0; i < length; i++) out.push(out[out.length - back] ?? 0);
  }
}

/** Lengths and distances (§3.2.5): each code stands for twice as many as the one `step` before it. */
function spread({ take }: Bits, code: number, step: number): number {
  const extra = Math.max(Math.floor(code / step) - 1, 0);
  return (extra ? (step + (code % step)) * 2 ** extra : code) + take(extra);
}
