/**
 * MLKEM768-X25519, the hybrid KEM of the post-quantum age recipient (draft-irtf-cfrg-hybrid-kems;
 * known as X-Wing): whoever breaks only one of its halves learns nothing.
 *
 * Both halves are noble's; only the ladder of @noble/curves is bundled, not its groups.
 */
import { montgomery } from "@noble/curves/abstract/montgomery.js";
import { sha3_256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { concat, random, utf8, type Bytes } from "./bytes.ts";
import type { HybridKey } from "./recipient.ts";

const P = 2n ** 255n - 19n;
const LABEL = utf8("\\.//^\\");

/** RFC 7748 §5: three bits off below, one off and one on above. */
function clamp(scalar: Uint8Array): Uint8Array {
  scalar[0] = (scalar[0] ?? 0) & 248;
  scalar[31] = ((scalar[31] ?? 0) & 127) | 64;
  return scalar;
}

/** x^(P-2), the inverse, by squaring. */
function invert(x: bigint): bigint {
  let result = 1n;
  for (let square = x, exponent = P - 2n; exponent > 0n; exponent >>= 1n, square = (square * square) % P) {
    if (exponent & 1n) result = (result * square) % P;
  }
  return result;
}

const x25519 = montgomery({ P, type: "x25519", adjustScalarBytes: clamp, powPminus2: invert });

/** `share` is 1,120 bytes for the stanza, `secret` 32 bytes that only the key's owner can work out. */
export function encapsulate(key: HybridKey): { share: Bytes; secret: Bytes } {
  const pq = ml_kem768.encapsulate(key.mlkem);
  const ephemeral = random(32);
  const share = x25519.scalarMultBase(ephemeral.slice());
  const agreed = x25519.scalarMult(ephemeral.slice(), key.x25519);
  ephemeral.fill(0);
  const secret = sha3_256(concat(pq.sharedSecret, agreed, share, key.x25519, LABEL));
  return { share: concat(pq.cipherText, share), secret: concat(secret) };
}
