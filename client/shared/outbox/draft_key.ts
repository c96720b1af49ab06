/** Drafts on disk are unreadable without a key that lives only in the tab that wrote them. */
import { base64url, concat, fromBase64url, random, utf8, type Bytes } from "../crypto/bytes.ts";
import type { KeyHolder } from "./types.ts";

const NONCE = 12;

function importKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The tab's key, or null when it never had one. */
export async function currentKey(holder: KeyHolder): Promise<CryptoKey | null> {
  const raw = fromBase64url(holder.get() ?? "");
  return raw?.length === 32 ? importKey(raw) : null;
}

export async function keyForWriting(holder: KeyHolder): Promise<CryptoKey> {
  const key = await currentKey(holder);
  if (key) return key;
  const raw = random(32);
  holder.set(base64url(raw));
  return importKey(raw);
}

/** AES-256-GCM, a random 96-bit nonce in front; `name` binds the bytes to their place. */
export async function encrypt(key: CryptoKey, name: string, plain: Uint8Array): Promise<Bytes> {
  const iv = random(NONCE);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(name) }, key, plain as Bytes);
  return concat(iv, new Uint8Array(sealed));
}

/** Throws when the key, the name or a byte is another. */
export async function decrypt(key: CryptoKey, name: string, sealed: Uint8Array): Promise<Bytes> {
  const iv = sealed.slice(0, NONCE);
  const box = sealed.slice(NONCE);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8(name) }, key, box));
}
