/**
 * Lists that a desk keeps for all its members besides cards, each in one sealed file: docs/formats/cards.md §8.
 *
 * They are sealed under the card key, which the server does not have: it can put nothing in. When the desk has a
 * next key, whoever holds both seals them anew, so that those who join later read them, and so that they outlive
 * the last one who holds the old key.
 */
import type { Bytes } from "../crypto/bytes.ts";
import { BlockRefused, openList, sealList } from "./codec.ts";
import type { CardKey } from "./key.ts";
import { MAX_CARD_FILE } from "./limits.ts";

export const NOTES = ["agencies", "templates"] as const;
export type NoteName = (typeof NOTES)[number];

/** As the server keeps it: `key` is the fingerprint that it is sealed under. Version 0 is none at all. */
export interface Note {
  version: number;
  key: string;
  file: Bytes;
}

export type SealedNote = Pick<Note, "key" | "file">;

/** One list must not be taken for another. */
const label = (name: NoteName): string => `\n${name}`;

/** Throws BlockRefused `block_limits` when the list is more than the server takes. */
export async function sealNote(key: CardKey, name: NoteName, list: readonly object[]): Promise<SealedNote> {
  const file = await sealList(key, list, label(name));
  if (file.length > MAX_CARD_FILE) throw new BlockRefused("block_limits");
  return { key: key.fingerprint, file };
}

/** Throws BlockRefused when it is under a key that is not here, or is no such list. */
export async function openNote(keys: ReadonlyMap<string, CardKey>, name: NoteName, { key, file }: SealedNote): Promise<object[]> {
  const mine = keys.get(key);
  if (!mine) throw new BlockRefused("block_damaged");
  return openList(mine, file, label(name));
}

/** Who has the keys, and who has the files. */
export interface Sealer {
  open(name: NoteName, note: SealedNote): Promise<object[]>;
  seal(name: NoteName, list: readonly object[]): Promise<SealedNote>;
}
export interface NoteServer {
  get(name: NoteName): Promise<Note>;
  /** Throws when `version` is not the one that is kept by now. */
  replace(name: NoteName, version: number, note: SealedNote): Promise<number>;
}

/**
 * Seals under the desk's key of now (`newest`) what is still under an older one; true when it did. A list that does
 * not open here is left to others. Nothing in it is judged or dropped: that is for who shows it.
 */
export async function resealNote(name: NoteName, newest: string, sealer: Sealer, server: NoteServer): Promise<boolean> {
  const note = await server.get(name);
  if (note.version === 0 || note.key === newest) return false;
  const list = await sealer.open(name, note).catch(() => null);
  if (!list) return false;
  await server.replace(name, note.version, await sealer.seal(name, list));
  return true;
}
