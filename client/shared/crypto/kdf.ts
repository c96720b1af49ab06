/** HMAC and HKDF over SHA-256 (RFC 2104, RFC 5869), by the browser's own implementation. */
import { concat, utf8, type Bytes } from "./bytes.ts";

const HASH = 32;

export async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const usable = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", usable, message));
}

/** An empty salt is as many zeros as the hash has bytes (RFC 5869 §2.2); browsers refuse an empty key. */
export function extract(salt: Bytes | null, secret: Bytes): Promise<Bytes> {
  return hmac(salt ?? new Uint8Array(HASH), secret);
}

/** The first `length` ≤ 32 bytes of HKDF-Expand: one round is all that age and HPKE need here. */
export async function expand(key: Bytes, info: Bytes, length = HASH): Promise<Bytes> {
  return (await hmac(key, concat(info, Uint8Array.of(1)))).slice(0, length);
}

/** HKDF as the age header and payload use it. */
export async function hkdf(secret: Bytes, salt: Bytes | null, info: string): Promise<Bytes> {
  return expand(await extract(salt, secret), utf8(info));
}
