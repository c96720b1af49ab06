/**
 * A list that the desk keeps for all its members, sealed: agencies with their keys, templates of letters. It is
 * replaced as a whole, by somebody who knew what was there; see client/shared/cards/notes.ts.
 */
import type { Cards } from "../../shared/cards/cards.ts";
import { type Note, type NoteName, NOTES, type NoteServer, resealNote } from "../../shared/cards/notes.ts";
import { ask, binary, postJson } from "./api.ts";
import { base64urlOf } from "./cases/api.ts";
import { codeOf } from "./words.ts";

/** What is in one of these lists, and how it is read: whoever was once at the desk could have sealed anything. */
export interface Kind<T> {
  name: NoteName;
  most: number;
  /** One entry, or none for what is not sound. */
  read(value: object): T[];
  order(one: T, other: T): number;
}

export interface Kept<T> {
  version: number;
  all: readonly T[];
}

/** More entries than the list may have: none is dropped for it. */
export class ListFull extends Error {
  override name = "ListFull";
  readonly code = "block_limits";
}

/** The code of a list that does not open here. */
export const NOT_OPEN = "block_damaged";

const SERVER: NoteServer = {
  async get(name): Promise<Note> {
    const { version, key, file } = await (await ask(name)).json();
    return { version, key: key ?? "", file: binary(file ?? "") };
  },
  async replace(name, version, { key, file }): Promise<number> {
    return (await (await postJson(name, { version, key, file: base64urlOf(file) })).json()).version;
  },
};

/** Throws a code `block_…` when the list does not open: whoever saved over it would lose it. */
export async function loadList<T>(cards: Cards, { name, read }: Kind<T>): Promise<Kept<T>> {
  const note = await SERVER.get(name);
  if (note.version === 0) return { version: 0, all: [] };
  return { version: note.version, all: (await cards.ask("openNote", { name, note })).flatMap(read) };
}

/** The list with `next` in it; throws ListFull, and ApiError `note_conflict` when somebody else was quicker. */
export async function keepList<T extends object>(cards: Cards, { name, most, order }: Kind<T>, { version }: Kept<T>, next: readonly T[]): Promise<Kept<T>> {
  if (next.length > most) throw new ListFull(name);
  const list = [...next].sort(order);
  return { version: await SERVER.replace(name, version, await cards.ask("sealNote", { name, list })), all: list };
}

/** An empty list in the place of one that does not open; throws ApiError `note_conflict` when somebody was quicker. */
export async function beginAnew<T extends object>(cards: Cards, kind: Kind<T>): Promise<Kept<T>> {
  const { version } = await SERVER.get(kind.name);
  // A colleague may have sealed it under a key that is here meanwhile.
  return loadList(cards, kind).catch((error: unknown) => {
    if (codeOf(error) !== NOT_OPEN) throw error;
    return keepList(cards, kind, { version, all: [] }, []);
  });
}

/** After the desk got a next key: `newest` is its fingerprint. What fails now is done at the next unlocking. */
export async function resealLists(cards: Cards, newest: string): Promise<void> {
  const sealer = {
    open: (name: NoteName, note: Pick<Note, "key" | "file">) => cards.ask("openNote", { name, note }),
    seal: (name: NoteName, list: readonly object[]) => cards.ask("sealNote", { name, list }),
  };
  for (const name of NOTES) await resealNote(name, newest, sealer, SERVER).catch(() => false);
}
