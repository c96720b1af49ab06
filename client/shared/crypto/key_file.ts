/**
 * Age identities, and the small age files that carry one key to its next holder. Desk only: a
 * phone never makes or opens these.
 */
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import type { Bytes } from "./bytes.ts";

const HYBRID = "AGE-SECRET-KEY-PQ-1";
const MOST_BYTES = 8192;

/** A new hybrid identity and its recipient. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateHybridIdentity();
  return { identity, recipient: await recipientOf(identity) };
}

/** The `age1pq1…` of an `AGE-SECRET-KEY-PQ-1…`; rejects anything else. */
export async function recipientOf(identity: string): Promise<string> {
  if (!identity.startsWith(HYBRID)) throw new TypeError("not a hybrid identity");
  return identityToRecipient(identity);
}

/** A binary age file of `text`, to one hybrid recipient. */
export async function sealKeyFile(text: string, recipient: string): Promise<Bytes> {
  if (!recipient.startsWith("age1pq1")) throw new TypeError("not a hybrid recipient");
  const age = new Encrypter();
  age.addRecipient(recipient);
  return new Uint8Array(await age.encrypt(text));
}

/** The text of such a file; rejects what `identity` does not open, and what is too long to be one. */
export async function openKeyFile(file: Uint8Array, identity: string): Promise<string> {
  if (file.length > MOST_BYTES) throw new RangeError("too long for a key file");
  const age = new Decrypter();
  age.addIdentity(identity);
  return age.decrypt(file, "text");
}
