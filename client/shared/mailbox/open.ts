/**
 * What a receipt code opens: the mailbox's id, the token that fetches its letters, and the identity
 * that reads them. Normative: `docs/formats/mailbox.md` §2.
 */
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { concat, hex, sha256, utf8, type Bytes } from "../crypto/bytes.ts";
import { hkdf } from "../crypto/kdf.ts";
import { type HybridSeed, recipientOfSeed } from "../crypto/seed.ts";

const SALT = "hinghoi/v1/mailbox";
const COST = { N: 2 ** 15, r: 8, p: 1, dkLen: 32, asyncTick: 8 };

export interface Mailbox {
  /** 32 hex digits; travels inside the packet. */
  id: string;
  /** `age1pq1…`; travels inside the packet. */
  recipient: string;
  /** 32 bytes that only the reporter shows. */
  token: Bytes;
  /** 32 bytes that open letters. */
  seed: HybridSeed;
}

/** `code`: 24 ASCII digits. A second on a slow phone, in slices that let the page breathe. */
export async function openMailbox(code: string, onProgress: (part: number) => void = () => undefined): Promise<Mailbox> {
  const stretched = new Uint8Array(await scryptAsync(utf8(code), utf8(SALT), { ...COST, onProgress }));
  const token = await hkdf(stretched, null, `${SALT}/token`);
  const seed = await hkdf(stretched, null, `${SALT}/identity`);
  stretched.fill(0);
  return { id: await mailboxId(token), recipient: recipientOfSeed(seed), token, seed };
}

/** A hash of the token, so that nobody needs a list of mailboxes. */
export async function mailboxId(token: Bytes): Promise<string> {
  return hex((await sha256(concat(utf8(`${SALT}/id`), token))).subarray(0, 16));
}
