/**
 * A 32-byte seed to the recipient that seals to it: how a phone makes the address of its mailbox
 * (C2SP age, the hybrid identity; draft-irtf-cfrg-hybrid-kems: SHAKE-256 makes both halves).
 */
import { shake256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { concat, type Bytes } from "./bytes.ts";
import { writeRecipient } from "./recipient.ts";
import { x25519 } from "./x25519.ts";

const MLKEM_SEED = 64;

/** 32 bytes that open what is sealed to their recipient. */
export type HybridSeed = Bytes;

/** The `age1pq1…` of a seed. */
export function recipientOfSeed(seed: HybridSeed): string {
  const expanded = shake256(seed, { dkLen: MLKEM_SEED + 32 });
  const { publicKey } = ml_kem768.keygen(expanded.slice(0, MLKEM_SEED));
  const point = x25519(expanded.slice(MLKEM_SEED));
  expanded.fill(0);
  return writeRecipient(concat(publicKey, point));
}
