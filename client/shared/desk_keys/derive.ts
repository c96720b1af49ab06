/**
 * What comes of an invitation's secret and of a passphrase: docs/formats/desk-keys.md §3 and §4.
 *
 * Each secret yields one value for the server and one that stays in the page; HKDF keeps the two
 * apart, so that knowing the first says nothing about the second.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { type Bytes, utf8 } from "../crypto/bytes.ts";

export const SECRET_BYTES = 32;
export const SALT_BYTES = 16;
const COST = { N: 2 ** 17, r: 8, p: 1, dkLen: 32, asyncTick: 8 };

function expand(secret: Uint8Array, purpose: string): Bytes {
  return new Uint8Array(hkdf(sha256, secret, undefined, utf8(`hinghoi/v1/${purpose}`), 32));
}

/** The age hybrid identity whose 32-byte seed this is. */
export function identityOf(seed: Uint8Array): string {
  return bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
}

export interface InvitationKeys {
  token: Bytes;
  identity: string;
}

/** The token that the server knows by its hash, and the identity that opens the wrapped desk key. */
export function fromInvitation(secret: Uint8Array): InvitationKeys {
  if (secret.length !== SECRET_BYTES) throw new RangeError("an invitation's secret has 32 bytes");
  return {
    token: expand(secret, "invitation/token"),
    identity: identityOf(expand(secret, "invitation/identity")),
  };
}

export interface PassphraseKeys {
  authentication: Bytes;
  wrapping: Bytes;
}

/** Takes about a second, in slices of a few milliseconds, so that the page stays alive. */
export async function fromPassphrase(
  passphrase: string,
  salt: Uint8Array,
  onProgress: (part: number) => void = () => undefined,
): Promise<PassphraseKeys> {
  const stretched = await scryptAsync(utf8(passphrase.normalize("NFKC")), salt, { ...COST, onProgress });
  const authentication = expand(stretched, "moderator/authentication");
  const wrapping = expand(stretched, "moderator/wrapping");
  stretched.fill(0);
  return { authentication, wrapping };
}
