/**
 * Ed25519 keys of Node's OpenSSL, made from raw bytes by DER (RFC 8410): Node 20 can deadlock when it
 * exports a generated key while the garbage collector runs.
 */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from "node:crypto";

const PRIVATE = Buffer.from("302e020100300506032b657004220420", "hex");

/** The secret key of a 32-byte seed, by default a random one, and its public half in 32 raw bytes. */
export function ed25519Keys(seed: Uint8Array = randomBytes(32)): { secret: KeyObject; shown: Uint8Array } {
  const secret = createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: "der", type: "pkcs8" });
  const der = createPublicKey(secret).export({ format: "der", type: "spki" });
  return { secret, shown: new Uint8Array(der.subarray(-32)) };
}
