/** Links of posters: what is one, and what a phone believes once it has read one. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { base64url } from "../../../client/shared/crypto/bytes.ts";
import { KeyChanged, KeysUnavailable, loadKeys } from "../../../client/shared/keys/index.ts";
import { forgetPosters, pinPoster, posterLink, readPoster } from "../../../client/shared/keys/poster.ts";
import { memoryOutbox } from "../../../client/shared/outbox/index.ts";
import type { OutboxStore, PinnedDesk } from "../../../client/shared/outbox/types.ts";

interface Vectors {
  posters: { fragment: string; desk: string | null; fingerprint: string | null }[];
  chains: { name: string; pinned: string; desk: PinnedDesk; follows: boolean }[];
}

const { posters, chains } = JSON.parse(readFileSync("tests/vectors/keys.json", "utf8")) as Vectors;
const chain = (name: string): PinnedDesk => chains.find((one) => one.name === name)?.desk as PinnedDesk;
const [first, rotated, twice] = [chain("no rotation"), chain("one rotation"), chain("two rotations from the first key")];
const stranger = "f".repeat(32);

const offline: typeof fetch = () => Promise.reject(new TypeError("offline"));
const serving = (...desks: PinnedDesk[]): typeof fetch => async () => new Response(JSON.stringify({
  version: 2, receipt_key: base64url(new Uint8Array(32).fill(7)), limits: { packet: 1 << 26, chunk: 1 << 20 }, desks,
}));
const load = (outbox: OutboxStore, ...desks: PinnedDesk[]) => loadKeys(outbox, { refresh: true, fetch: serving(...desks) });
const offered = async (loading: ReturnType<typeof loadKeys>) => (await loading).desks.map(({ fingerprint }) => fingerprint);
const poster = ({ fingerprint }: { fingerprint: string }) => ({ desk: "nan", fingerprint });
const refuses = (loading: ReturnType<typeof loadKeys>) =>
  assert.rejects(loading, (error) => error instanceof KeyChanged && error.desk === "nan");

async function phoneThatRead(...fingerprints: string[]): Promise<OutboxStore> {
  const outbox = memoryOutbox();
  for (const fingerprint of fingerprints) await pinPoster(outbox, poster({ fingerprint }));
  return outbox;
}

test("every fragment of the vectors is read or refused as told", () => {
  for (const { fragment, desk, fingerprint } of posters) {
    assert.deepEqual(readPoster(fragment), desk === null ? null : { desk, fingerprint }, fragment);
  }
});

test("what is no poster's link is refused, what is one comes back as it was", () => {
  const link = /^#k=[a-z0-9][a-z0-9-]{0,39}\.[0-9a-f]{32}$/;
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.equal(readPoster(text), null);
    assert.equal(readPoster(`#k=${text}`) !== null, link.test(`#k=${text}`) && !text.includes("\n"));
  }));
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });
  fc.assert(fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/), digits, (desk, fingerprint) => {
    const { hash } = new URL(posterLink("https://report.example", { desk, fingerprint }));
    assert.deepEqual(readPoster(hash), { desk, fingerprint });
    // One sign more, less or other than a poster has.
    for (const wrong of [hash.slice(0, -1), `${hash}0`, hash.replace(".", ":"), hash.toUpperCase()]) assert.equal(readPoster(wrong), null);
  }));
});

test("a poster is believed before any list", async () => {
  assert.deepEqual(await offered(load(await phoneThatRead(first.fingerprint), first)), [first.fingerprint]);
  await refuses(load(await phoneThatRead(stranger), first));
  await assert.rejects(loadKeys(await phoneThatRead(first.fingerprint), { refresh: false, fetch: offline }), KeysUnavailable);
});

test("a refused list leaves nothing behind, however often it comes", async () => {
  const outbox = await phoneThatRead(stranger);
  const before = await outbox.pins();
  for (const refresh of [true, false]) {
    await refuses(loadKeys(outbox, { refresh, fetch: serving(first) }));
    assert.deepEqual(await outbox.pins(), before);
  }
});

test("an old poster leads to the key of now by the chain, and not by a broken one", async () => {
  assert.deepEqual(await offered(load(await phoneThatRead(first.fingerprint), twice)), [twice.fingerprint]);
  for (const { name, desk, pinned, follows } of chains) {
    const loading = load(await phoneThatRead(pinned), desk);
    if (follows) assert.deepEqual(await offered(loading), [desk.fingerprint], name);
    else await refuses(loading);
  }
});

test("several posters of one desk, old and new, all have to hold", async () => {
  assert.deepEqual(await offered(load(await phoneThatRead(first.fingerprint, rotated.fingerprint), twice)), [twice.fingerprint]);
  await refuses(load(await phoneThatRead(first.fingerprint, stranger), twice));
  await refuses(load(await phoneThatRead(stranger, first.fingerprint), twice));
});

test("posters of several desks do not mix, and theirs are offered first", async () => {
  const outbox = await phoneThatRead(first.fingerprint);
  const other = { ...first, id: "aaa" };
  assert.deepEqual((await load(outbox, other, first)).desks.map(({ id }) => id), ["nan", "aaa"]);
  await pinPoster(outbox, { desk: "aaa", fingerprint: stranger });
  await assert.rejects(load(outbox, other, first), (error) => error instanceof KeyChanged && error.desk === "aaa");
});

test("a poster that does not follow from the pinned key closes the desk until a list joins them", async () => {
  const outbox = memoryOutbox();
  await load(outbox, first);
  await pinPoster(outbox, poster(rotated));
  assert.deepEqual(await offered(loadKeys(outbox, { refresh: false, fetch: offline })), []);
  await refuses(load(outbox, first));
  assert.deepEqual(await offered(load(outbox, rotated)), [rotated.fingerprint]);
  assert.deepEqual(await offered(loadKeys(outbox, { refresh: false, fetch: offline })), [rotated.fingerprint]);
});

test("a poster that follows from the pinned key changes nothing", async () => {
  const outbox = memoryOutbox();
  await load(outbox, rotated);
  await pinPoster(outbox, poster(first));
  assert.deepEqual(await offered(loadKeys(outbox, { refresh: false, fetch: offline })), [rotated.fingerprint]);
});

test("a poster for a desk that no list ever had stops sealing; one that is gone only is not offered", async () => {
  const outbox = await phoneThatRead(first.fingerprint);
  await refuses(load(outbox, { ...first, id: "other" }));
  await load(outbox, first);
  assert.deepEqual((await load(outbox, { ...first, id: "other" })).desks.map(({ id }) => id), ["other"]);
  await refuses(load(outbox, { ...first, id: "other" }, { ...twice, chain: [] }));
});

test("a poster that was read while the list was under way counts", async () => {
  const outbox = memoryOutbox();
  const slow: typeof fetch = async (...asked) => {
    await pinPoster(outbox, { desk: "nan", fingerprint: stranger });
    return serving(first)(...asked);
  };
  await refuses(loadKeys(outbox, { refresh: true, fetch: slow }));
});

test("who forgets a poster is back where they were", async () => {
  const outbox = memoryOutbox();
  await load(outbox, first);
  await pinPoster(outbox, { desk: "nan", fingerprint: stranger });
  await refuses(load(outbox, first));
  await forgetPosters(outbox, "nan");
  assert.deepEqual(await offered(load(outbox, first)), [first.fingerprint]);
  await refuses(load(outbox, { ...twice, chain: [] }));
});
