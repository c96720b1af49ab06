/**
 * ChaCha20-Poly1305 (RFC 8439) that seals and cannot open, without additional data: all that an age
 * file needs, at a third of what a whole cipher weighs. No branch and no address depends on a secret.
 */
import { poly1305 } from "@noble/ciphers/_poly1305.js";
import { concat, type Bytes } from "./bytes.ts";

const TAG = 16;
const BLOCK = 64;
/** "expand 32-byte k" */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

/** The ciphertext of `plain`, its 16-byte tag behind it. Never twice with one pair of key and nonce. */
export function chachaSeal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes {
  const once = chacha20(key, nonce, 0, new Uint8Array(32));
  const sealed = chacha20(key, nonce, 1, plain);
  // The tag covers the ciphertext padded with zeros, the length of no additional data, and its own.
  const filled = Math.ceil(sealed.length / TAG) * TAG;
  const covered = new Uint8Array(filled + TAG);
  covered.set(sealed);
  new DataView(covered.buffer).setUint32(filled + 8, sealed.length, true);
  return concat(sealed, poly1305(covered, once));
}

/** `data` under the key stream (RFC 8439 §2.4) from block `counter` on; key of 32 bytes, nonce of 12. */
export function chacha20(key: Uint8Array, nonce: Uint8Array, counter: number, data: Uint8Array): Bytes {
  const start = new Uint32Array([...SIGMA, ...words(key), counter, ...words(nonce)]);
  const state = new Uint32Array(16);
  const stream = new DataView(new ArrayBuffer(BLOCK));
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += BLOCK, start[12]!++) {
    state.set(start);
    for (let round = 0; round < 10; round++) doubleRound(state);
    for (let n = 0; n < 16; n++) stream.setUint32(4 * n, state[n]! + start[n]!, true);
    const end = Math.min(BLOCK, data.length - at);
    for (let n = 0; n < end; n++) out[at + n] = data[at + n]! ^ stream.getUint8(n);
  }
  return out;
}

function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 4 }, (_, n) => view.getUint32(4 * n, true));
}

/** Four columns, then four diagonals (§2.3). */
function doubleRound(state: Uint32Array): void {
  for (let n = 0; n < 4; n++) quarterRound(state, n, n + 4, n + 8, n + 12);
  for (let n = 0; n < 4; n++) quarterRound(state, n, 4 + ((n + 1) & 3), 8 + ((n + 2) & 3), 12 + ((n + 3) & 3));
}

/** §2.1 */
function quarterRound(state: Uint32Array, a: number, b: number, c: number, d: number): void {
  addAndTurn(state, a, b, d, 16);
  addAndTurn(state, c, d, b, 12);
  addAndTurn(state, a, b, d, 8);
  addAndTurn(state, c, d, b, 7);
}

function addAndTurn(state: Uint32Array, to: number, from: number, turned: number, by: number): void {
  const sum = (state[to]! + state[from]!) | 0;
  const mixed = state[turned]! ^ sum;
  state[to] = sum;
  state[turned] = (mixed << by) | (mixed >>> (32 - by));
}
