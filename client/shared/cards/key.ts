/** The key that a desk's cards are sealed under, from the desk key: `docs/formats/cards.md` §3. */
import { bech32 } from "@scure/base";
import { type Bytes, utf8 } from "../crypto/bytes.ts";
import { hkdf } from "../crypto/kdf.ts";

export interface CardKey {
  /** Of the desk's key, 32 hex digits. */
  fingerprint: string;
  key: CryptoKey;
  /** What every block under it is bound to. */
  aad: Bytes;
}

const PREFIX = "age-secret-key-pq-";

/** The 32 bytes of an `AGE-SECRET-KEY-PQ-1…`; throws on anything else. */
export function seedOf(identity: string): Bytes {
  const { prefix, bytes } = bech32.decodeToBytes(identity.toLowerCase());
  if (prefix !== PREFIX || bytes.length !== 32) throw new TypeError("not a desk key");
  return new Uint8Array(bytes);
}

export async function cardKey(identity: string, desk: string, fingerprint: string): Promise<CardKey> {
  const raw = await hkdf(seedOf(identity), null, "hinghoi/v1/desk/cards");
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  raw.fill(0);
  return { fingerprint, key, aad: utf8(`hinghoi/v1/cards\n${desk}\n${fingerprint}`) };
}
