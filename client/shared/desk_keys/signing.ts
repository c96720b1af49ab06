/**
 * Signing keys that belong to hybrid identities: a desk key's, which phones know (docs/formats/keys.md),
 * and a moderator's own (docs/formats/desk-keys.md §10). Each is derived; nothing more has to be kept.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { base64url, utf8 } from "../crypto/bytes.ts";

export const DESK_SIGNING = "hinghoi/v1/desk/signing";
export const MEMBER_SIGNING = "hinghoi/v1/moderator/signing";

/** Runs `use` with the seed of the signing key, and wipes it; `identity` is an `AGE-SECRET-KEY-PQ-1…`. */
export function withSeed<T>(identity: string, purpose: string, use: (seed: Uint8Array) => T): T {
  const { bytes } = bech32.decodeToBytes(identity);
  const seed = hkdf(sha256, bytes, undefined, utf8(purpose), 32);
  const made = use(seed);
  seed.fill(0);
  return made;
}

const publicHalf = (identity: string, purpose: string): string =>
  withSeed(identity, purpose, (seed) => base64url(new Uint8Array(ed25519.getPublicKey(seed))));

/** The public half of a desk key's signing key, as key lists write it. */
export const signingOf = (identity: string): string => publicHalf(identity, DESK_SIGNING);

/** The public half of a moderator's own signing key. */
export const memberSigningOf = (identity: string): string => publicHalf(identity, MEMBER_SIGNING);

/** 64 bytes of Ed25519 over `message`, in base64url. */
export const sign = (identity: string, purpose: string, message: Uint8Array): string =>
  withSeed(identity, purpose, (seed) => base64url(new Uint8Array(ed25519.sign(message, seed))));

/** The old desk key's word for the next: both by their fingerprints, on a day (docs/formats/keys.md, *Rotation*). */
export const signRotation = (deskKey: string, desk: string, from: string, to: string, day: string): string =>
  sign(deskKey, DESK_SIGNING, utf8(`hinghoi-desk-rotation-v1\n${desk}\n${from}\n${to}\n${day}\n`));

/** The statement (ASCII), a dot and the desk's signature over it: one line that the desk stands for. */
export const signLine = (deskKey: string, statement: string): string =>
  `${statement}.${sign(deskKey, DESK_SIGNING, utf8(statement))}`;
