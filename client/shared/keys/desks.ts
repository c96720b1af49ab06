/** The key list as the server sends it, checked field by field before anything believes it. */
import { fromBase64url, hex, sha256, utf8 } from "../crypto/bytes.ts";
import { readRecipient } from "../crypto/recipient.ts";
import type { PinnedDesk, Pins } from "../outbox/types.ts";

/** The first 16 bytes of SHA-256 of the recipient string, in hex: what posters print. */
export async function fingerprint(recipient: string): Promise<string> {
  return hex((await sha256(utf8(recipient))).subarray(0, 16));
}

type Json = Record<string, unknown>;

const record = (value: unknown): Json =>
  typeof value === "object" && value !== null ? (value as Json) : {};

function text(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("not a key list");
  return value;
}

function size(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) <= 0) throw new TypeError("not a key list");
  return value as number;
}

async function readDesk(value: unknown): Promise<PinnedDesk> {
  const { id, name, recipient, fingerprint: claimed } = record(value);
  const { th, en } = record(name);
  const desk = { id: text(id), name: { th: text(th), en: text(en) }, recipient: text(recipient) };
  readRecipient(desk.recipient);
  const real = await fingerprint(desk.recipient);
  if (real !== claimed || !/^[a-z0-9][a-z0-9-]*$/.test(desk.id)) throw new TypeError("not a key list");
  return { ...desk, fingerprint: real, listed: true };
}

/** The pins that this answer of `GET /api/desks` would make; throws on anything that is not one. */
export async function readKeyList(answer: unknown): Promise<Pins> {
  const { version, receipt_key: key, limits, desks } = record(answer);
  const receiptKey = text(key);
  if (version !== 1 || fromBase64url(receiptKey)?.length !== 32 || !Array.isArray(desks)) {
    throw new TypeError("not a key list");
  }
  const { packet, chunk } = record(limits);
  const read = await Promise.all(desks.map(readDesk));
  if (new Set(read.map(({ id }) => id)).size < read.length) throw new TypeError("not a key list");
  return { receiptKey, limits: { packet: size(packet), chunk: size(chunk) }, desks: read };
}
