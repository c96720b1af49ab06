/** Lists of the desk outlive its keys: whoever holds the old and the new one seals them anew. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BlockRefused } from "../../../client/shared/cards/codec.ts";
import { cardKey } from "../../../client/shared/cards/key.ts";
import { type Note, type NoteName, NOTES, type NoteServer, resealNote } from "../../../client/shared/cards/notes.ts";
import { memory } from "../../../client/shared/cards/store.ts";
import { Cases } from "../../../client/shared/cards/sync.ts";
import { newIdentity } from "../../../client/shared/crypto/key_file.ts";
import { FakeServer } from "./samples.ts";

const deskKey = async (letter: string) => cardKey((await newIdentity()).identity, "nan", letter.repeat(32));
const [FIRST, SECOND, THIRD] = [await deskKey("a"), await deskKey("b"), await deskKey("c")];
const held = (...keys: (typeof FIRST)[]): Cases => new Cases(keys, memory(), new FakeServer());
const sealer = ({ openNote, sealNote }: Cases) => ({ open: openNote, seal: sealNote });
const refused = (code: string) => (error: unknown) => error instanceof BlockRefused && error.code === code;
const OFFICE = [{ name: "ป.ป.ช. น่าน", key: "age1pq1…", later: "what this version does not know" }];

/** As webapp/desk/casework/notes.py keeps them. */
class Shelf implements NoteServer {
  notes = new Map<NoteName, Note>();
  get = async (name: NoteName): Promise<Note> => this.notes.get(name) ?? { version: 0, key: "", file: new Uint8Array() };
  async replace(name: NoteName, version: number, note: Pick<Note, "key" | "file">): Promise<number> {
    if ((await this.get(name)).version !== version) throw Object.assign(new Error(), { code: "note_conflict" });
    this.notes.set(name, { ...note, version: version + 1 });
    return version + 1;
  }
}

async function kept(by: Cases): Promise<Shelf> {
  const shelf = new Shelf();
  for (const name of NOTES) await shelf.replace(name, 0, await by.sealNote(name, OFFICE));
  return shelf;
}

const opens = async (cases: Cases, shelf: Shelf, name: NoteName) => cases.openNote(name, await shelf.get(name));

test("after two rotations, with nobody left of the first day, every list still opens as it was", async () => {
  const shelf = await kept(held(FIRST));
  await assert.rejects(opens(held(SECOND), shelf, "agencies"), refused("block_damaged"));
  for (const [both, newest, comes] of [[held(FIRST, SECOND), SECOND, held(SECOND)], [held(SECOND, THIRD), THIRD, held(THIRD)]] as const) {
    for (const name of NOTES) {
      assert.equal(await resealNote(name, newest.fingerprint, sealer(both), shelf), true);
      assert.equal(await resealNote(name, newest.fingerprint, sealer(both), shelf), false);
      assert.deepEqual(await opens(comes, shelf, name), OFFICE);
    }
  }
  await assert.rejects(opens(held(FIRST), shelf, "agencies"), refused("block_damaged"));
});

test("who holds the new key alone leaves the list to others, and none is no list", async () => {
  const shelf = await kept(held(FIRST));
  assert.equal(await resealNote("agencies", SECOND.fingerprint, sealer(held(SECOND)), shelf), false);
  assert.equal((await shelf.get("agencies")).key, FIRST.fingerprint);
  assert.equal(await resealNote("agencies", SECOND.fingerprint, sealer(held(FIRST, SECOND)), new Shelf()), false);
});

test("a colleague's change in between is not overwritten", async () => {
  const [shelf, both] = [await kept(held(FIRST)), held(FIRST, SECOND)];
  const open = async (name: NoteName, note: Pick<Note, "key" | "file">) => {
    const list = await both.openNote(name, note);
    await shelf.replace(name, 1, await both.sealNote(name, [{ name: "ป.ป.ท." }]));
    return list;
  };
  await assert.rejects(resealNote("agencies", SECOND.fingerprint, { open, seal: both.sealNote }, shelf), { code: "note_conflict" });
  assert.deepEqual(await opens(both, shelf, "agencies"), [{ name: "ป.ป.ท." }]);
});

test("one list is not taken for another, nor for cards, and has a size", async () => {
  const one = held(FIRST);
  const note = await one.sealNote("agencies", OFFICE);
  await assert.rejects(one.openNote("templates", note), refused("block_damaged"));
  const noise = Array.from({ length: 2_000 }, () => ({ key: Array.from(crypto.getRandomValues(new Uint8Array(200)), String).join() }));
  await assert.rejects(one.sealNote("agencies", noise), refused("block_limits"));
});
