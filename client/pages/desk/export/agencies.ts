/**
 * Agencies with their keys, kept by the desk for all its members: sealed under the desk's card key, which the
 * server does not have, so that it cannot put in a key of its own. docs/formats/export.md §7.
 */
import type { Cards } from "../../../shared/cards/cards.ts";
import { fromBase64url } from "../../../shared/crypto/bytes.ts";
import { ask, postJson } from "../api.ts";
import { base64urlOf } from "../cases/api.ts";
import { NotExported } from "./gather.ts";

export interface Agency {
  name: string;
  key: string;
}

export interface Agencies {
  version: number;
  all: readonly Agency[];
}

const NONE: Agencies = { version: 0, all: [] };
const MOST_NAME = 200;
const MOST_KEY = 2_000;
/** A key has 1,959 letters that nothing compresses, and the file 256 KiB. */
const MOST = 100;

/** Throws a code `block_…` when the list does not open: whoever saved over it would lose it. */
export async function loadAgencies(cards: Cards): Promise<Agencies> {
  const { version, key, file } = await (await ask("agencies")).json();
  if (version === 0) return NONE;
  const bytes = fromBase64url(file);
  if (!bytes) throw new NotExported("internal");
  return { version, all: (await cards.ask("openNote", { key, file: bytes })).flatMap(readAgency) };
}

/** The list with `next` in it; throws ApiError `note_conflict` when somebody else was quicker. */
export async function keepAgencies(cards: Cards, { version }: Agencies, next: readonly Agency[]): Promise<Agencies> {
  const all = [...next].slice(-MOST).sort((a, b) => a.name.localeCompare(b.name, "th"));
  const { key, file } = await cards.ask("sealNote", all);
  const answer = await postJson("agencies", { version, key, file: base64urlOf(file) });
  return { version: (await answer.json()).version, all };
}

/** Somebody who was once at the desk could have sealed anything. */
function readAgency(value: object): Agency[] {
  const { name, key } = value as Partial<Record<keyof Agency, unknown>>;
  const sound = typeof name === "string" && typeof key === "string" && name.length <= MOST_NAME && key.length <= MOST_KEY;
  return sound ? [{ name, key }] : [];
}
