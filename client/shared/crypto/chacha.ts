/**
 * ChaCha20-Poly1305 (RFC 8439 §2.8) that seals and cannot open, without additional data: all that
 * an age file needs, at half of what the whole cipher weighs.
 */
import { poly1305 } from "@noble/ciphers/_poly1305.js";
import { chacha20 } from "@noble/ciphers/chacha.js";
import { concat, type Bytes } from "./bytes.ts";

const TAG = 16;

/** The ciphertext of `plain`, its 16-byte tag behind it. Never twice with one pair of key and nonce. */
export function chachaSeal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes {
  const once = chacha20(key, nonce, new Uint8Array(32));
  const sealed = chacha20(key, nonce, plain, undefined, 1);
  // The tag covers the ciphertext padded with zeros, the length of no additional data, and its own.
  const filled = Math.ceil(sealed.length / TAG) * TAG;
  const covered = new Uint8Array(filled + TAG);
  covered.set(sealed);
  new DataView(covered.buffer).setUint32(filled + 8, sealed.length, true);
  return concat(sealed, poly1305(covered, once));
}
