/** A device follows its desk: cold and warm, with and without signal, across compaction and lost keys. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Query } from "../../../client/shared/cards/book.ts";
import { choose, MANY } from "../../../client/shared/cards/compaction.ts";
import { openBytes } from "../../../client/shared/cards/codec.ts";
import { END } from "../../../client/shared/cards/corpus.ts";
import { restore } from "../../../client/shared/cards/snapshot.ts";
import { memory, type Store } from "../../../client/shared/cards/store.ts";
import { Cases } from "../../../client/shared/cards/sync.ts";
import { readChanges } from "../../../client/shared/cards/wire.ts";
import { card, FakeServer, id, keyOf } from "./samples.ts";

const [OLD, NEW] = ["a".repeat(32), "b".repeat(32)];
const key = await keyOf(OLD);
const ALL: Query = { text: "", filters: {}, sort: "newest", offset: 0, limit: 5000, today: "2026-11-22" };
const names = ({ book }: Cases): string[] => book.ask(ALL).rows.map(({ name }) => name).sort();

async function filled(count = 3): Promise<FakeServer> {
  const server = new FakeServer();
  for (let n = 1; n <= count; n++) await server.change(key, card(n, { text: `เรื่อง ${n}` }));
  return server;
}

async function opened(server: FakeServer, store: Store = memory(), keys = [key]): Promise<Cases> {
  const cases = new Cases(keys, store, server);
  await cases.load();
  await cases.pull();
  return cases;
}

test("cold, everything comes; warm, only what changed", async () => {
  const [server, store] = [await filled(), memory()];
  assert.deepEqual(names(await opened(server, store)), ["เรื่อง 1", "เรื่อง 2", "เรื่อง 3"]);
  await server.change(key, card(2, { version: 2, text: "แก้แล้ว" }), { state: "screening" });
  server.asked = [];
  const warm = await opened(server, store);
  assert.deepEqual(names(warm), ["เรื่อง 1", "เรื่อง 3", "แก้แล้ว"].sort());
  assert.deepEqual(server.asked, ["changes 3", "block 4"]);
  assert.equal(warm.book.entry(id(2))!.workflow!.state, "screening");
  assert.equal((await warm.card(id(2)))!.text, "แก้แล้ว");
  assert.equal(await warm.pull(), false);
});

test("a case is never of a newer version than its card", async () => {
  const server = await filled();
  const cases = await opened(server);
  await server.change(key, card(1, { version: 2, text: "แก้แล้ว" }), { state: "screening" });
  const seen: unknown[] = [];
  server.meanwhile = () => seen.push(cases.book.entry(id(1))!.workflow!.version);
  await cases.pull();
  assert.deepEqual([seen, cases.book.entry(id(1))!.workflow!.version], [[1], 2]);
});

test("without signal the cache is the desk, states included", async () => {
  const [server, store] = [await filled(), memory()];
  await server.change(key, card(1, { version: 2, text: "ปิด" }), { state: "closed", assignee: id(7) });
  await opened(server, store);
  const offline = new Cases([key], store, { changes: () => Promise.reject(new Error("offline")), block: () => Promise.reject(new Error("offline")) });
  await offline.load();
  assert.deepEqual(names(offline), ["ปิด", "เรื่อง 2", "เรื่อง 3"].sort());
  assert.deepEqual(offline.book.entry(id(1))!.workflow!.assignee, id(7));
  assert.equal((await offline.card(id(1)))!.text, "ปิด");
  await assert.rejects(offline.pull());
});

test("what the device keeps tells nothing", async () => {
  const [server, store] = [await filled(), memory()];
  await opened(server, store);
  const { blocks, rows } = await store.load();
  assert.ok(blocks.length === 3 && rows.length === 1);
  for (const { file } of [...blocks, ...rows]) {
    const text = Buffer.from(file).toString("latin1");
    assert.ok(!text.includes("received") && !text.includes(id(1)) && !text.includes(Buffer.from("เรื่อง").toString("latin1")));
  }
});

test("a device without room, or without a database, works", async () => {
  const no = (): Promise<never> => Promise.reject(new DOMException("", "QuotaExceededError"));
  const cases = await opened(await filled(), { load: no, keep: no, block: no, gather: no, views: no, keepViews: no, snapshot: no, keepSnapshot: no, drop: no });
  assert.equal(names(cases).length, 3);
  assert.equal((await cases.card(id(2)))!.text, "เรื่อง 2");
  await cases.keepViews([{ name: "ด่วน" }]);
  assert.deepEqual(await cases.views(), [{ name: "ด่วน" }]);
});

test("blocks that are compacted while they are fetched come in their new block", async () => {
  const server = await filled();
  const other = await opened(server);
  const block = await other.seal([card(1, { text: "เรื่อง 1" }), card(2, { text: "เรื่อง 2" }), card(3, { text: "เรื่อง 3" })]);
  let once = true;
  server.meanwhile = () => {
    if (once) server.replace([1, 2, 3], block);
    once = false;
  };
  const store = memory();
  const cases = await opened(server, store);
  assert.equal(names(cases).length, 3);
  assert.equal((await cases.card(id(1)))!.text, "เรื่อง 1");
  assert.equal(names(await opened(server, store)).length, 3);
});

test("many small blocks become one, for everybody, and nothing is lost", async () => {
  const [server, store] = [await filled(MANY), memory()];
  await server.change(key, card(1, { version: 2, text: "แก้แล้ว" }));
  const cases = await opened(server, store);
  const { replaces, ...block } = (await cases.compact())!;
  assert.equal(replaces.length, MANY + 1);
  assert.equal(block.count, MANY, "the card that was replaced is dropped");
  assert.ok(server.replace(replaces, block));
  await cases.compacted(replaces, block);
  assert.equal(await cases.compact(), null);
  assert.equal((await cases.card(id(1)))!.text, "แก้แล้ว");
  for (const one of [await opened(server), await opened(server, store), cases]) {
    assert.equal(names(one).length, MANY);
    assert.equal((await one.card(id(5)))!.text, "เรื่อง 5");
  }
  assert.equal((await store.load()).blocks.length, 1);
});

test("the second of two browsers that compact gets the other's block", async () => {
  const server = await filled(MANY);
  const [first, second] = [await opened(server), await opened(server)];
  const [mine, theirs] = [(await first.compact())!, (await second.compact())!];
  assert.ok(server.replace(mine.replaces, mine));
  assert.ok(!server.replace(theirs.replaces, theirs));
  await second.compacted(theirs.replaces, null);
  await second.pull();
  assert.equal(await second.compact(), null);
  assert.equal(names(second).length, MANY);
});

test("cards under a key that came before are read once somebody sealed them anew", async () => {
  const [server, newer, store] = [await filled(2), await keyOf(NEW), memory()];
  await server.change(newer, card(3, { text: "ใหม่" }));
  const late = await opened(server, store, [newer]);
  assert.deepEqual([names(late), late.refused.size], [["", "", "ใหม่"], 2]);
  const holder = await opened(server, memory(), [key, newer]);
  const { replaces, ...block } = (await holder.compact())!;
  assert.equal(block.key, NEW);
  assert.ok(server.replace(replaces, block));
  const again = await opened(server, store, [newer]);
  assert.deepEqual([names(again), again.refused.size], [["เรื่อง 1", "เรื่อง 2", "ใหม่"], 0]);
});

test("damage in the cache heals", async () => {
  const [server, store] = [await filled(), memory()];
  await opened(server, store);
  const { blocks } = await store.load();
  blocks[1]!.file[40]! ^= 1;
  const cases = await opened(server, { ...store, load: async () => ({ ...(await store.load()), blocks }) });
  assert.equal(names(cases).filter((name) => name.startsWith("เรื่อง")).length, 3);
  assert.equal(cases.refused.size, 0);
});

/** Enough cases for a snapshot, in few blocks, as a desk has them that was gathered. */
async function large(): Promise<FakeServer> {
  const server = new FakeServer();
  for (let first = 1; first <= 600; first += 200) {
    const cards = Array.from({ length: 200 }, (_, n) => card(first + n, { text: `เรื่อง ${first + n} ${n % 7 ? "ก" : "ຂ"}`, agency: `อบต. ${n % 9}`, mailbox: id(first + n), labels: n % 2 ? ["ด่วน"] : [], history: [{ day: `2026-11-${10 + (n % 9)}`, by: "", state: "received" }] }));
    await server.open(key, cards);
  }
  return server;
}

const told = ({ book }: Cases, text = ""): unknown => [book.ask({ ...ALL, text }), book.figures(ALL)];

test("a snapshot brings back what was in memory, and only what is newer is opened", async () => {
  const [server, store] = [await large(), memory()];
  const first = await opened(server, store);
  await first.rest();
  await server.change(key, card(7, { version: 2, text: "แก้แล้ว", mailbox: id(7) }), { state: "screening" });
  await opened(server, store);
  const read: number[] = [];
  const warm = new Cases([key], { ...store, load: async (after) => (read.push(after!), store.load(after)) }, server);
  await warm.load();
  assert.deepEqual(read, [600]);
  const cold = await opened(server);
  for (const text of ["", "เรื่อง 12", "ຂ", "แก้", "ด่วน"]) assert.deepEqual(told(warm, text), told(cold, text), text);
  assert.deepEqual(told(warm, "เรื่อง 7 "), told(cold, "เรื่อง 7 "), "the old text is not found any more");
  assert.equal(warm.book.ofMailbox(id(7))!.id, id(7));
  assert.equal((await warm.card(id(300)))!.text, cold.book.entry(id(300))!.text.split(END)[0]);
  assert.equal(await warm.pull(), false);
});

test("what was deleted for good is in the next snapshot no more", async () => {
  const [server, store] = [await large(), memory()];
  await server.change(key, card(700, { text: "ลบแล้ว", agency: "หน่วยงานลับ", labels: ["ป้ายลับ"] }));
  await (await opened(server, store)).rest();
  const before = (await store.snapshot())!;
  server.rows.find((one) => one.id === id(700))!.gone = true;
  server.rows.find((one) => one.id === id(700))!.seq = ++server.seq;
  const cases = await opened(server, store);
  await cases.rest();
  const after = (await store.snapshot())!;
  const plain = async ({ id: its, pieces }: typeof after): Promise<string> => Buffer.from(await openBytes(key, pieces[0]!, `\nsnapshot\n${its}\n0\n1`)).toString("utf8");
  assert.match(await plain(before), /หน่วยงานลับ/);
  assert.doesNotMatch(await plain(after), /หน่วยงานลับ|ป้ายลับ/);
  assert.equal(Buffer.from(await plain(after)).length < Buffer.from(await plain(before)).length, true);
  assert.deepEqual(told(await opened(server, store)), told(cases));
});

test("blocks that hold cards of deleted cases are sealed anew without them, and those that went are dropped", async () => {
  const [server, store] = [await large(), memory()];
  await server.change(key, card(7, { version: 2, text: "แก้แล้ว", mailbox: id(7) }));
  await server.change(key, card(700, { text: "ลบแล้ว" }));
  await (await opened(server, store)).rest();
  server.purge(id(7), [601]);
  server.purge(id(700), [602]);
  const cases = await opened(server, store);
  const { replaces, ...block } = (await cases.compact())!;
  assert.deepEqual([replaces, block.count], [[200], 199], "its old card lay among others");
  assert.ok(server.replace(replaces, block));
  await cases.compacted(replaces, block);
  assert.equal(await cases.compact(), null);
  assert.deepEqual(cases.book.haunting(), []);
  assert.deepEqual((await store.load()).blocks.map(({ number }) => number).sort((a, b) => a - b), [200, 400, 600]);
  assert.equal((await cases.card(id(8)))!.case, id(8));
  assert.equal(await (await opened(server)).compact(), null, "nothing is left to do for others");
});

test("a snapshot that is damaged, of another desk's key or of another layout is passed over", async () => {
  const [server, store] = [await large(), memory()];
  await (await opened(server, store)).rest();
  const kept = (await store.snapshot())!;
  const [piece] = kept.pieces;
  for (const wrong of [{ ...kept, pieces: [piece!.map((byte, n) => byte ^ (n === 99 ? 1 : 0))] }, { ...kept, key: NEW }, { ...kept, id: id(1) }, { ...kept, pieces: [] }]) {
    const cases = await opened(server, { ...store, snapshot: async () => wrong });
    assert.equal(names(cases).length, 600);
  }
  assert.equal(restore(new ArrayBuffer(64)), null);
});

test("another tab gathers blocks that the snapshot names: its cards open from where they are", async () => {
  const [server, store] = [await large(), memory()];
  const first = await opened(server, store);
  await first.rest();
  const cards = await Promise.all(Array.from({ length: 600 }, (_, n) => first.card(id(n + 1))));
  const block = await first.seal(cards.map((one) => one!));
  assert.ok(server.replace([200, 400, 600], block));
  await first.compacted([200, 400, 600], block);
  const warm = await opened(server, store);
  assert.equal((await warm.card(id(5)))!.case, id(5));
  assert.equal(names(warm).length, 600);
});

test("gathered are neighbours only, and none that are full", () => {
  const block = (number: number, count = 1, its = OLD) => ({ number, count, key: its });
  const many = Array.from({ length: MANY }, (_, n) => block(n + 1));
  assert.deepEqual(choose(many, OLD)?.length, MANY);
  assert.equal(choose([...many.slice(1), block(500)].map((one) => (one.number === 40 ? block(40, 300) : one)), OLD), null);
  assert.equal(choose(many.slice(1), OLD), null);
  assert.deepEqual(choose([block(1, 300), block(2, 100)], NEW), [1, 2]);
  assert.equal(choose([block(1, 300), block(2, 300)], NEW), null);
});

test("answers that are none of ours are refused, rows are put right", () => {
  for (const wrong of [null, {}, [], "x", { cases: [], blocks: {} , next: 1 }]) assert.throws(() => readChanges(wrong), TypeError);
  const { cases, blocks } = readChanges({ cases: [{ id: id(1), state: "__proto__", assignee: 5 }, { id: 7 }], blocks: [{ number: "1" }, { number: 2, key: OLD }], next: 3 });
  assert.deepEqual([cases.length, cases[0]!.state, cases[0]!.assignee, blocks], [1, "received", null, [{ number: 2, first: 0, key: OLD, count: 0 }]]);
});
