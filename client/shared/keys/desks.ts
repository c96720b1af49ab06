/** The key list as the server sends it, checked field by field before anything believes it. */
import { fromBase64url, hex, sha256, utf8 } from "../crypto/bytes.ts";
import { verify } from "../crypto/ed25519.ts";
import { readRecipient } from "../crypto/recipient.ts";
import type { PinnedDesk, Pins, RetiredKey } from "../outbox/types.ts";

/** The first 16 bytes of SHA-256 over both public halves, in hex: what posters carry. */
export async function fingerprint(recipient: string, signing: string | null): Promise<string> {
  const words = `hinghoi-desk-key-v1\n${recipient}\n${signing ?? ""}\n`;
  return hex((await sha256(utf8(words))).subarray(0, 16));
}

/** Whether the keys retired since the one of this fingerprint vouch, each for the next, for the desk's key of now. */
export async function leadsTo({ id, fingerprint: now, chain = [] }: PinnedDesk, known: string): Promise<boolean> {
  const marks = await Promise.all(chain.map((key) => fingerprint(key.recipient, key.signing)));
  marks.push(now);
  let at = marks.indexOf(known);
  if (at < 0) return false;
  for (const { signing, day, signature } of chain.slice(at)) {
    const words = `hinghoi-desk-rotation-v1\n${id}\n${marks[at]}\n${marks[++at]}\n${day}\n`;
    if (!(await verify(bytes(signature), utf8(words), bytes(signing)))) return false;
  }
  return true;
}

const bytes = (value: string): Uint8Array => fromBase64url(value) ?? new Uint8Array();

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
  const { id, name, recipient, signing, fingerprint: claimed, chain } = record(value);
  const { th, en } = record(name);
  const desk = { id: text(id), name: { th: text(th), en: text(en) }, ...readKey(recipient, signing) };
  const real = await fingerprint(desk.recipient, desk.signing);
  if (real !== claimed || !/^[a-z0-9][a-z0-9-]*$/.test(desk.id)) throw new TypeError("not a key list");
  return { ...desk, fingerprint: real, chain: (chain as unknown[]).map(readRetired), listed: true };
}

function readKey(recipient: unknown, signing: unknown) {
  readRecipient(text(recipient));
  if (signing !== null && bytes(text(signing)).length !== 32) throw new TypeError("not a key list");
  return { recipient: text(recipient), signing: signing as string | null };
}

/** What is wrong in here shows when the chain is followed. */
function readRetired(value: unknown): RetiredKey {
  const { recipient, signing, day, signature } = record(value);
  return { recipient: text(recipient), signing: text(signing), day: text(day), signature: text(signature) };
}

/** The pins that this answer of `GET /api/desks` would make; throws on anything that is not one. */
export async function readKeyList(answer: unknown): Promise<Pins> {
  const { version, receipt_key: key, limits, work, desks } = record(answer);
  const receiptKey = text(key);
  if (version !== 2 || fromBase64url(receiptKey)?.length !== 32 || !Array.isArray(desks)) {
    throw new TypeError("not a key list");
  }
  const { packet, chunk } = record(limits);
  const read = await Promise.all(desks.map(readDesk));
  if (new Set(read.map(({ id }) => id)).size < read.length) throw new TypeError("not a key list");
  return { receiptKey, limits: { packet: size(packet), chunk: size(chunk), work: Number(record(work)["packet"]) }, desks: read };
}
