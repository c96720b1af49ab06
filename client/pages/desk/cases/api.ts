/** Cases on the wire: docs/formats/cards.md §5. What is posted was sealed before it came here. */
import { base64url, type Bytes } from "../../../shared/crypto/bytes.ts";
import type { Posted } from "../../../shared/cards/sync.ts";
import type { State } from "../../../shared/crypto/states.ts";
import { ask, type PacketPage, postJson } from "../api.ts";

export interface Person {
  id: string;
  name: string;
  role: string;
}

/** A change of one case, or with `packets` and no `version` a new one. */
export interface Change {
  id: string;
  /** The version that was seen when the change was made. */
  version?: number;
  state?: State;
  /** A moderator's id; null for nobody. */
  assignee?: string | null;
  packets?: string[];
  card?: Posted;
  /** Which desk says that it handed the one packet over. */
  handed?: Handed;
}

export interface Handed {
  from: string;
  confirmed: boolean;
  /** 32 bytes in base64url. */
  digest: string;
}

/** What became of one of many changes; `code` is the problem's. */
export interface Result {
  id: string;
  code?: string;
}

const sealed = (card: Posted | undefined): Record<string, string> =>
  card ? { key: card.key, card: base64urlOf(card.file) } : {};

function body({ card, ...change }: Change): Record<string, unknown> {
  return { ...change, ...sealed(card) };
}

/** `base64url` takes its bytes as arguments, of which there may not be too many. */
export function base64urlOf(file: Bytes): string {
  const SLICE = 3 * 8192;
  const parts = Array.from({ length: Math.ceil(file.length / SLICE) }, (_, n) => base64url(file.subarray(n * SLICE, (n + 1) * SLICE)));
  return parts.join("");
}

export async function people(): Promise<Person[]> {
  return (await (await ask("people")).json()).people;
}

/** Packets that are in no case yet. */
export async function uncarded(after: string | null): Promise<PacketPage> {
  const more = after === null ? "" : `&${new URLSearchParams({ after })}`;
  return (await ask(`packets?uncarded=1${more}`)).json();
}

export async function openCase(change: Change): Promise<void> {
  await postJson("cases", body(change));
}

export async function changeCase({ id, ...change }: Change): Promise<void> {
  await postJson(`cases/${id}`, body(change as Change));
}

export async function changeMany(changes: readonly Change[]): Promise<Result[]> {
  return (await (await postJson("cases/bulk", { changes: changes.map(body) })).json()).results;
}

/** `from` becomes a duplicate of `into`, which gets its packets; both with their new cards. */
export async function merge(from: Change, into: Change): Promise<void> {
  const { id, ...change } = from;
  const { id: target, version, card } = into;
  await postJson(`cases/${id}/merge`, {
    ...body(change as Change), into: { id: target, version, card: card && base64urlOf(card.file) },
  });
}

/** Some packets of `from` go into a new case; both with their cards. */
export async function split(from: Change, { id: own, packets, card }: Change): Promise<void> {
  const { id, ...change } = from;
  await postJson(`cases/${id}/split`, { ...body(change as Change), new: { id: own, packets, card: card && base64urlOf(card.file) } });
}

export async function compact(replaces: readonly number[], { key, count, file }: Posted): Promise<void> {
  await postJson("blocks", { replaces, key, count, file: base64urlOf(file) });
}
