/** Pinning: a swapped key is caught, a portal's page is nothing, the pinned copy seals offline. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprint, KeyChanged, KeysUnavailable, loadKeys } from "../../../client/shared/keys/index.ts";
import { memoryOutbox } from "../../../client/shared/outbox/index.ts";
import { desk } from "../crypto/samples.ts";

const RECEIPT_KEY = Buffer.alloc(32, 7).toString("base64url");

async function listed(id: string) {
  const { recipient } = await desk(id);
  const mark = await fingerprint(recipient, null);
  return { id, name: { th: "โต๊ะ", en: "Desk" }, recipient, signing: null, fingerprint: mark, chain: [] };
}

const list = (desks: unknown[], changes = {}) => ({
  version: 2, receipt_key: RECEIPT_KEY, limits: { packet: 67108864, chunk: 1048576 }, desks, ...changes,
});

const serving = (body: unknown, status = 200): typeof fetch => async () =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
const offline: typeof fetch = async () => {
  throw new TypeError("no network");
};

test("first use pins; later the pinned copy does without a network", async () => {
  const outbox = memoryOutbox();
  const demo = await listed("demo");
  const first = await loadKeys(outbox, { refresh: true, fetch: serving(list([demo])) });
  assert.deepEqual([first.fresh, first.desks.map(({ id }) => id)], [true, ["demo"]]);
  for (const refresh of [true, false]) {
    const again = await loadKeys(outbox, { refresh, fetch: offline });
    assert.deepEqual(again, { ...first, fresh: false });
  }
});

test("never online here: there is nobody to seal to", async () => {
  await assert.rejects(loadKeys(memoryOutbox(), { refresh: false, fetch: offline }), KeysUnavailable);
  await assert.rejects(loadKeys(memoryOutbox(), { refresh: true, fetch: serving("<html>", 200) }), KeysUnavailable);
});

test("a swapped desk key and a swapped receipt key are caught, and nothing of that list is kept", async () => {
  const outbox = memoryOutbox();
  const demo = await listed("demo");
  await loadKeys(outbox, { refresh: true, fetch: serving(list([demo])) });
  const pinned = await outbox.pins();
  const swapped = serving(list([await listed("demo"), await listed("new")]));
  await assert.rejects(loadKeys(outbox, { refresh: true, fetch: swapped }), (error) =>
    error instanceof KeyChanged && error.desk === "demo");
  const forger = serving(list([demo], { receipt_key: Buffer.alloc(32, 8).toString("base64url") }));
  await assert.rejects(loadKeys(outbox, { refresh: true, fetch: forger }), (error) =>
    error instanceof KeyChanged && error.desk === null);
  assert.deepEqual(await outbox.pins(), pinned);
});

test("a new desk is pinned; one that left is not offered, and cannot return with another key", async () => {
  const outbox = memoryOutbox();
  const [demo, other] = [await listed("demo"), await listed("other")];
  await loadKeys(outbox, { refresh: true, fetch: serving(list([demo])) });
  await loadKeys(outbox, { refresh: true, fetch: serving(list([demo, other])) });
  const left = await loadKeys(outbox, { refresh: true, fetch: serving(list([other])) });
  assert.deepEqual(left.desks.map(({ id }) => id), ["other"]);
  const returned = serving(list([await listed("demo")]));
  await assert.rejects(loadKeys(outbox, { refresh: true, fetch: returned }), KeyChanged);
  const same = await loadKeys(outbox, { refresh: true, fetch: serving(list([demo])) });
  assert.deepEqual(same.desks.map(({ id }) => id), ["demo"]);
});

test("a list with anything wrong in it is no list", async () => {
  const demo = await listed("demo");
  const wrong = [
    "<html>", "null", "[]", list([demo], { version: 1 }), list([demo], { receipt_key: "AAAA" }),
    list([demo], { limits: {} }), list([demo], { desks: null }), list([demo, demo]), list([{ ...demo, id: "../x" }]),
    list([{ ...demo, fingerprint: "0".repeat(32) }]), list([{ ...demo, recipient: `${demo.recipient}q` }]),
    list([{ ...demo, name: { th: "โต๊ะ" } }]), list([{ ...demo, chain: undefined }]), list([{ ...demo, chain: [{}] }]),
    list([{ ...demo, signing: undefined }]), list([{ ...demo, signing: "AAAA" }]),
  ];
  for (const body of wrong) {
    await assert.rejects(loadKeys(memoryOutbox(), { refresh: true, fetch: serving(body) }), KeysUnavailable, JSON.stringify(body).slice(0, 80));
  }
  await assert.rejects(loadKeys(memoryOutbox(), { refresh: true, fetch: serving(list([demo]), 503) }), KeysUnavailable);
});
