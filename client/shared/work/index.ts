/**
 * Proof of work over a packet's digest: `docs/formats/work.md` is normative.
 *
 * SHA-256 of our own: `crypto.subtle` would answer each of a hundred thousand hashes as a task of
 * its own. A puzzle is one block whose first 48 bytes stay, so their rounds are done once.
 */
import { base64url, concat, utf8, type Bytes } from "../crypto/bytes.ts";

export const PUZZLES = 16;
/** No server may keep a phone busy for longer than this takes: less than a minute, mostly. */
export const HARDEST = 20;
const PREFIX = utf8("hinghoi-work-v1");
const BLOCK = 64;
const NONCE_WORD = 12;

/** The proof as it is sent, for a digest of 32 bytes. Takes a second or more: never in a page's own thread. */
export function makeWork(sha256: Uint8Array, bits: number): string {
  if (bits > HARDEST) throw new RangeError("too much work");
  const proof = new DataView(new ArrayBuffer(1 + PUZZLES * 4));
  proof.setUint8(0, 1);
  for (let puzzle = 0; puzzle < PUZZLES; puzzle++) {
    proof.setUint32(1 + puzzle * 4, solve(block(sha256, puzzle), bits));
  }
  return base64url(new Uint8Array(proof.buffer));
}

/** The one block that SHA-256 sees (FIPS 180-4 §5.1.1), as words; the nonce is 0. */
function block(sha256: Uint8Array, puzzle: number): Uint32Array {
  const message = concat(PREFIX, sha256, Uint8Array.of(puzzle), new Uint8Array(4));
  const padded = new Uint8Array(BLOCK) as Bytes;
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(BLOCK - 4, message.length * 8);
  return Uint32Array.from({ length: 16 }, (_, n) => view.getUint32(n * 4));
}

/** The first nonce whose hash begins with `bits` zero bits; `bits` up to 32. */
function solve(words: Uint32Array, bits: number): number {
  const schedule = new Int32Array(64);
  schedule.set(words);
  const start = rounds(INITIAL.slice(), schedule, 0, NONCE_WORD);
  const state = new Int32Array(8);
  for (let nonce = 0; ; nonce++) {
    schedule[NONCE_WORD] = nonce;
    for (let n = 16; n < 64; n++) {
      const a = schedule[n - 15]!;
      const b = schedule[n - 2]!;
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      schedule[n] = (schedule[n - 16]! + s0 + schedule[n - 7]! + s1) | 0;
    }
    state.set(start);
    rounds(state, schedule, NONCE_WORD, 64);
    if (Math.clz32(state[0]! + INITIAL[0]!) >= bits) return nonce;
  }
}

/** Rounds `from` to `to` of the compression (FIPS 180-4 §6.2.2), in `state`. */
function rounds(state: Int32Array, schedule: Int32Array, from: number, to: number): Int32Array {
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!;
  let e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
  for (let n = from; n < to; n++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[n]! + schedule[n]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = a; state[1] = b; state[2] = c; state[3] = d;
  state[4] = e; state[5] = f; state[6] = g; state[7] = h;
  return state;
}

/** The first 64 primes: SHA-256's constants are fractions of their roots (FIPS 180-4 §4.2.2, §5.3.3). */
const PRIMES = Array.from({ length: 312 }, (_, n) => n).filter((n) => n > 1 && !Array.from({ length: n }, (_, d) => d).some((d) => d > 1 && n % d === 0));
const fraction = (root: number): number => (root % 1) * 2 ** 32;
const K = Int32Array.from(PRIMES.slice(0, 64), (prime) => fraction(Math.cbrt(prime)) | 0);
const INITIAL = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)) | 0);
