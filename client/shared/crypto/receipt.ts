/**
 * The server's signed word that it holds a whole packet: nothing else may delete one from a phone.
 *
 * Normative: `docs/formats/receipt.md`.
 */
import { fromBase64url, utf8 } from "./bytes.ts";
import { isDay } from "./day.ts";
import { verify } from "./ed25519.ts";

declare const verified: unique symbol;
/** A receipt that `verifyReceipt` let through; the type is the proof that the outbox asks for. */
export type VerifiedReceipt = string & { [verified]: true };

export interface Expected {
  id: string;
  sha256: string;
  /** The pinned Ed25519 key, 32 bytes in base64url. */
  publicKey: string;
}

const FORM = /^(hinghoi-receipt-v1\.([0-9a-f]{32})\.([0-9a-f]{64})\.(\d{4}-\d\d-\d\d))\.([\w-]{86})$/;

/** The receipt itself when it is for exactly this packet and signed by exactly this key, else null. */
export async function verifyReceipt(receipt: string, expected: Expected): Promise<VerifiedReceipt | null> {
  const [, signed, id, digest, day, signature] = FORM.exec(receipt) ?? [];
  if (!signed || !isDay(day ?? "") || id !== expected.id || digest !== expected.sha256) return null;
  const key = fromBase64url(expected.publicKey);
  const sig = fromBase64url(signature ?? "");
  if (!key || !sig || !(await verify(sig, utf8(signed), key))) return null;
  return receipt as VerifiedReceipt;
}
