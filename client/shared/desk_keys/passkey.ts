/** What a passkey's PRF yields, as a wrapping key: docs/formats/desk-keys.md §4.1. */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, utf8 } from "../crypto/bytes.ts";

/** What every passkey is asked about: which one answers is not known before. */
export const PRF_INPUT = utf8("hinghoi/v1/passkey");
export const PRF_SALT_BYTES = 32;
const INFO = utf8("hinghoi/v1/moderator/passkey");

/** `output`: 32 bytes that only this passkey yields; `salt` is its own. */
export function fromPrf(output: Uint8Array, salt: Uint8Array): Bytes {
  if (output.length !== 32) throw new RangeError("a PRF yields 32 bytes");
  return new Uint8Array(hkdf(sha256, output, salt, INFO, 32));
}
