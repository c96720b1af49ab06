/** A moderator's own identity, and its wrapping under the passphrase: desk-keys.md §4. */
import { type Bytes, concat, random, utf8 } from "../crypto/bytes.ts";
import { newIdentity, recipientOf } from "../crypto/key_file.ts";

export { newIdentity };

/** The passphrase does not open this; the cipher cannot tell that from damage. */
export class WrongPassphrase extends Error {
  readonly code = "passphrase_wrong";
}

const NONCE_BYTES = 12;

const bound = (recipient: string): Bytes =>
  utf8(`hinghoi/v1/moderator/identity\0${recipient}`);

const aesKey = (raw: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use]);

/** nonce ‖ AES-256-GCM of the identity, bound to its recipient. */
export async function wrapIdentity(
  identity: string,
  recipient: string,
  wrapping: Bytes,
): Promise<Bytes> {
  const iv = random(NONCE_BYTES);
  const rules = { name: "AES-GCM", iv, additionalData: bound(recipient) };
  const sealed = await crypto.subtle.encrypt(rules, await aesKey(wrapping, "encrypt"), utf8(identity));
  return concat(iv, new Uint8Array(sealed));
}

/** Throws WrongPassphrase when the key is another or a byte was changed. */
export async function unwrapIdentity(
  wrapped: Bytes,
  recipient: string,
  wrapping: Bytes,
): Promise<string> {
  const iv = wrapped.slice(0, NONCE_BYTES);
  const sealed = wrapped.slice(NONCE_BYTES);
  const rules = { name: "AES-GCM", iv, additionalData: bound(recipient) };
  const refuse = (): never => {
    throw new WrongPassphrase("the passphrase does not open this");
  };
  const plain = await crypto.subtle.decrypt(rules, await aesKey(wrapping, "decrypt"), sealed).catch(refuse);
  const identity = new TextDecoder().decode(plain);
  if ((await recipientOf(identity).catch(refuse)) !== recipient) refuse();
  return identity;
}
