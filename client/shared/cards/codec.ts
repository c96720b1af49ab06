/**
 * Blocks: lists of cards, deflated, padded and sealed. `docs/formats/cards.md` §3 is normative.
 *
 * AES-GCM lets nothing through that was not sealed at the desk; the other refusals are for what
 * somebody who was at the desk, or a bug, could have sealed.
 */
import { deflateSync } from "fflate";
import { type Bytes, concat, fromUtf8, random, utf8 } from "../crypto/bytes.ts";
import { type Card, readCard } from "./card.ts";
import { inflateAtMost } from "./inflate.ts";
import type { CardKey } from "./key.ts";
import { MAX_BLOCK_FILE, MAX_CARDS, MAX_JSON, NONCE, PAD, TAG } from "./limits.ts";

export type BlockFault = "block_damaged" | "block_limits" | "block_content";

/** A block that does not open, or that holds something else than cards. */
export class BlockRefused extends Error {
  override name = "BlockRefused";
  code: BlockFault;
  constructor(code: BlockFault) {
    super(code);
    this.code = code;
  }
}

const LENGTH = 4;
const CARDS = "";
/** What this device keeps for itself; no server ever takes it for cards. */
export const ROWS = "\nrows";
export const VIEWS = "\nviews";

const rules = ({ aad }: CardKey, iv: Bytes, what: string) => ({ name: "AES-GCM", iv, additionalData: concat(aad, utf8(what)) });

/** Throws BlockRefused `block_limits` when this is more than fits in a block. */
export function sealBlock(key: CardKey, cards: readonly Card[]): Promise<Bytes> {
  if (cards.length > MAX_CARDS) throw new BlockRefused("block_limits");
  return sealList(key, cards, CARDS);
}

/** The cards of a block; those without a usable case or version are left out. Throws BlockRefused and nothing else. */
export async function openBlock(key: CardKey, file: Bytes): Promise<Card[]> {
  const list = await openList(key, file, CARDS);
  if (list.length > MAX_CARDS) throw new BlockRefused("block_limits");
  return list.flatMap((value) => readCard(value) ?? []);
}

export async function sealList(key: CardKey, list: readonly object[], what: string): Promise<Bytes> {
  const json = utf8(JSON.stringify(list));
  if (json.length > MAX_JSON) throw new BlockRefused("block_limits");
  const iv = random(NONCE);
  const sealed = await crypto.subtle.encrypt(rules(key, iv, what), key.key, pad(deflateSync(json)));
  if (NONCE + sealed.byteLength > MAX_BLOCK_FILE) throw new BlockRefused("block_limits");
  return concat(iv, new Uint8Array(sealed));
}

/** Bytes that only this device reads: as they are, neither deflated nor padded. */
export async function sealBytes(key: CardKey, plain: Bytes, what: string): Promise<Bytes> {
  const iv = random(NONCE);
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt(rules(key, iv, what), key.key, plain)));
}

/** Throws BlockRefused `block_damaged`. */
export async function openBytes(key: CardKey, file: Bytes, what: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.decrypt(rules(key, file.slice(0, NONCE), what), key.key, file.subarray(NONCE)).catch(() => {
    throw new BlockRefused("block_damaged");
  }));
}

function pad(packed: Uint8Array): Bytes {
  const plain = new Uint8Array(Math.ceil((LENGTH + packed.length) / PAD) * PAD);
  new DataView(plain.buffer).setUint32(0, packed.length);
  plain.set(packed, LENGTH);
  return plain;
}

/** A sealed list of objects. Throws BlockRefused and nothing else. */
export async function openList(key: CardKey, file: Bytes, what: string): Promise<object[]> {
  const sealed = file.length - NONCE - TAG;
  if (sealed < PAD || sealed % PAD || file.length > MAX_BLOCK_FILE) throw new BlockRefused("block_limits");
  const plain = await openBytes(key, file, what);
  return parse(await inflateAtMost(unpad(plain), MAX_JSON));
}

function unpad(plain: Bytes): Bytes {
  const end = LENGTH + new DataView(plain.buffer).getUint32(0);
  const filler = plain.subarray(end);
  if (end > plain.length || filler.length >= PAD || filler.some((byte) => byte !== 0)) throw new BlockRefused("block_content");
  return plain.subarray(LENGTH, end);
}

function parse(json: Uint8Array | null): object[] {
  let list: unknown;
  try {
    list = json && JSON.parse(fromUtf8(json));
  } catch {
    list = null;
  }
  if (!Array.isArray(list) || !list.every(isObject)) throw new BlockRefused("block_content");
  return list;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
