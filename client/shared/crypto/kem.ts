/**
 * MLKEM768-X25519, the hybrid KEM of the post-quantum age recipient (draft-irtf-cfrg-hybrid-kems;
 * known as X-Wing): whoever breaks only one of its halves learns nothing.
 *
 * The post-quantum half and the hash are noble's.
 */
import { sha3_256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { concat, random, utf8, type Bytes } from "./bytes.ts";
import { PacketError } from "./packet.ts";
import type { HybridKey } from "./recipient.ts";
import { x25519 } from "./x25519.ts";

const LABEL = utf8("\\.//^\\");

/**
 * `share` is 1,120 bytes for the stanza, `secret` 32 bytes that only the key's owner can work out.
 * Throws PacketError `key_invalid`.
 */
export function encapsulate(key: HybridKey): { share: Bytes; secret: Bytes } {
  const ephemeral = random(32);
  try {
    const pq = ml_kem768.encapsulate(key.mlkem);
    const share = x25519(ephemeral);
    const agreed = x25519(ephemeral, key.x25519);
    const secret = sha3_256(concat(pq.sharedSecret, agreed, share, key.x25519, LABEL));
    return { share: concat(pq.cipherText, share), secret: concat(secret) };
  } catch {
    throw new PacketError("key_invalid"); // Well spelled, but not a key: beyond the modulus, or of small order.
  } finally {
    ephemeral.fill(0);
  }
}
