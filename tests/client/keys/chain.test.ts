/** Following a desk's keys from the one that was pinned: the vectors that Python reads, too. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { base64url } from "../../../client/shared/crypto/bytes.ts";
import { fingerprint, KeyChanged, loadKeys } from "../../../client/shared/keys/index.ts";
import { memoryOutbox } from "../../../client/shared/outbox/index.ts";
import type { PinnedDesk, RetiredKey } from "../../../client/shared/outbox/types.ts";

interface ListedDesk extends PinnedDesk {
  chain: RetiredKey[];
}

interface Vectors {
  keys: { recipient: string; signing: string; fingerprint: string }[];
  unsigned: { recipient: string; signing: null; fingerprint: string }[];
  chains: { name: string; pinned: string; desk: ListedDesk; follows: boolean }[];
}

const vectors = JSON.parse(readFileSync("tests/vectors/keys.json", "utf8")) as Vectors;
const RECEIPT_KEY = base64url(new Uint8Array(32).fill(7));
const LIMITS = { packet: 67108864, chunk: 1048576 };

const serving = (desks: unknown[]): typeof fetch => async () =>
  new Response(JSON.stringify({ version: 2, receipt_key: RECEIPT_KEY, limits: LIMITS, desks }));

async function phoneThatKnows(...desks: Partial<PinnedDesk>[]) {
  const outbox = memoryOutbox();
  const known = desks.map((desk) => ({ id: "nan", name: { th: "", en: "" }, listed: true, ...desk }) as PinnedDesk);
  await outbox.savePins({ receiptKey: RECEIPT_KEY, limits: LIMITS, desks: known });
  return outbox;
}

const found = (id: string) => (error: unknown): boolean => error instanceof KeyChanged && error.desk === id;

test("fingerprints", async () => {
  for (const key of [...vectors.keys, ...vectors.unsigned]) {
    assert.equal(await fingerprint(key.recipient, key.signing), key.fingerprint);
  }
});

test("every chain of the vectors is followed or refused as told", async () => {
  for (const { name, pinned, desk, follows } of vectors.chains) {
    const outbox = await phoneThatKnows({ recipient: "age1pq1of-before", signing: "", fingerprint: pinned });
    const before = await outbox.pins();
    const loading = loadKeys(outbox, { refresh: true, fetch: serving([desk]) });
    if (follows) {
      assert.deepEqual((await loading).desks.map(({ recipient }) => recipient), [desk.recipient], name);
      assert.equal((await outbox.pins())?.desks[0]?.fingerprint, desk.fingerprint, name);
    } else {
      await assert.rejects(loading, found("nan"), name);
      assert.deepEqual(await outbox.pins(), before, name);
    }
  }
});

const [of] = vectors.chains.map(({ desk }) => desk);
const rotated = vectors.chains.find(({ name }) => name === "one rotation")?.desk;

test("a pin from before signing keys goes on with the same recipient, and only with that", async () => {
  assert(of && rotated);
  const old = { recipient: of.recipient, fingerprint: "0".repeat(32) };
  const outbox = await phoneThatKnows(old);
  await loadKeys(outbox, { refresh: true, fetch: serving([of]) });
  assert.equal((await outbox.pins())?.desks[0]?.signing, of.signing);
  const next = await loadKeys(outbox, { refresh: true, fetch: serving([rotated]) });
  assert.equal(next.desks[0]?.recipient, rotated.recipient);
  const late = await phoneThatKnows(old);
  await assert.rejects(loadKeys(late, { refresh: true, fetch: serving([rotated]) }), found("nan"));
});

test("a desk that was pinned without a signing key cannot be given one", async () => {
  assert(of && rotated);
  const [bare] = vectors.unsigned;
  const outbox = await phoneThatKnows({ ...bare });
  await assert.rejects(loadKeys(outbox, { refresh: true, fetch: serving([of]) }), found("nan"));
  await assert.rejects(loadKeys(outbox, { refresh: true, fetch: serving([rotated]) }), found("nan"));
});

test("a pin that was cleared of its chain and one of a stranger are both asked", async () => {
  assert(of && rotated);
  const stranger = "f".repeat(32);
  const outbox = await phoneThatKnows({ ...of }, { ...of, fingerprint: stranger, listed: false });
  await assert.rejects(loadKeys(outbox, { refresh: true, fetch: serving([rotated]) }), found("nan"));
});
