/** The signing key that belongs to a desk key (docs/formats/keys.md): a moderator's browser can work it out. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { base64url, utf8 } from "../crypto/bytes.ts";

/** Its public half as key lists write it; `identity` is an `AGE-SECRET-KEY-PQ-1…`. */
export function signingOf(identity: string): string {
  const { bytes } = bech32.decodeToBytes(identity);
  const seed = hkdf(sha256, bytes, undefined, utf8("hinghoi/v1/desk/signing"), 32);
  const told = base64url(new Uint8Array(ed25519.getPublicKey(seed)));
  seed.fill(0);
  return told;
}
