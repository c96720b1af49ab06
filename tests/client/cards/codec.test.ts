/** Blocks come back as they were sealed; hostile ones are refused, whatever their bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { base64url, concat, fromBase64url, random, utf8, type Bytes } from "../../../client/shared/crypto/bytes.ts";
import { hkdf } from "../../../client/shared/crypto/kdf.ts";
import { readCard } from "../../../client/shared/cards/card.ts";
import { BlockRefused, openBlock, sealBlock } from "../../../client/shared/cards/codec.ts";
import { inflateAtMost, inflateSlowly } from "../../../client/shared/cards/inflate.ts";
import { cardKey, type CardKey, seedOf } from "../../../client/shared/cards/key.ts";
import { MAX_JSON } from "../../../client/shared/cards/limits.ts";
import vectors from "../../vectors/cards.json";
import { card, keyOf } from "./samples.ts";

const key = await keyOf();
const refused = (code: string) => (error: unknown) => error instanceof BlockRefused && error.code === code;

/** Seals bytes that no honest browser would. */
async function forge(plain: Uint8Array, { key: aes, aad }: CardKey = key): Promise<Bytes> {
  const iv = random(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: aad }, aes, plain as Bytes);
  return concat(iv, new Uint8Array(sealed));
}

function padded(packed: Uint8Array, { length = packed.length, extra = 0, filler = 0 } = {}): Uint8Array {
  const plain = new Uint8Array(Math.ceil((4 + packed.length) / 1024) * 1024 + extra).fill(filler);
  new DataView(plain.buffer).setUint32(0, length);
  plain.set(packed, 4);
  return plain;
}

const deflated = (value: unknown): Uint8Array => new Uint8Array(deflateRawSync(utf8(JSON.stringify(value))));

test("the vectors open, as they do in Python", async () => {
  assert.equal(base64url(await hkdf(seedOf(vectors.identity), null, "hinghoi/v1/desk/cards")), vectors.key);
  const theirs = await cardKey(vectors.identity, vectors.desk, vectors.fingerprint);
  for (const { name, file, cards } of vectors.blocks) {
    const opening = openBlock(theirs, fromBase64url(file)!);
    if (cards === null) await assert.rejects(opening, BlockRefused, name);
    else assert.deepEqual(await opening, cards, name);
  }
});

test("cards come back, in blocks whose size tells only kilobytes", async () => {
  const cards = [card(1, { text: "ถนนหน้าวัด", labels: ["ด่วน"] }), card(2)];
  const file = await sealBlock(key, cards);
  assert.deepEqual(await openBlock(key, file), cards);
  assert.equal((file.length - 28) % 1024, 0);
  assert.ok(!new TextDecoder().decode(file).includes("ถนน"));
});

test("another desk, another key and a changed byte are damage", async () => {
  const file = await sealBlock(key, [card(1)]);
  for (const stranger of [await keyOf("e".repeat(32)), await keyOf(undefined, "phrae")]) {
    await assert.rejects(openBlock(stranger, file), refused("block_damaged"));
  }
  for (const at of [0, 12, 500, file.length - 1]) {
    const changed = file.slice();
    changed[at]! ^= 1;
    await assert.rejects(openBlock(key, changed), refused("block_damaged"));
  }
});

test("any bytes at all are refused with a code, and nothing else is thrown", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
    await assert.rejects(openBlock(key, bytes as Bytes), BlockRefused);
  }));
});

test("any plaintext that was sealed is opened or refused with a code", async () => {
  const plain = fc.oneof(
    fc.uint8Array({ minLength: 1024, maxLength: 1024 }),
    fc.uint8Array({ maxLength: 900 }).map((packed) => padded(packed)),
    fc.json().map((json) => padded(new Uint8Array(deflateRawSync(utf8(json))))),
    fc.array(fc.dictionary(fc.string(), fc.jsonValue())).map((list) => padded(deflated(list))),
  );
  await fc.assert(fc.asyncProperty(plain, async (bytes) => {
    const opened = await openBlock(key, await forge(bytes)).catch((error: unknown) => {
      assert.ok(error instanceof BlockRefused);
      return [];
    });
    assert.deepEqual(opened, []);
  }));
});

test("lengths beyond the block, filler, long filler and bytes after the end are refused", async () => {
  const packed = deflated([card(1)]);
  const wrong = [
    padded(packed, { length: 5000 }), padded(packed, { length: packed.length - 1 }), padded(packed, { filler: 1 }),
    padded(packed, { extra: 1024 }), padded(concat(packed, Uint8Array.of(7))), padded(deflated({})), padded(deflated([1])), padded(deflated([[]])),
    padded(new Uint8Array()),
  ];
  for (const plain of wrong) await assert.rejects(openBlock(key, await forge(plain)), refused("block_content"));
  assert.equal((await openBlock(key, await forge(padded(packed)))).length, 1);
  await assert.rejects(openBlock(key, await forge(new Uint8Array(1000))), refused("block_limits"));
});

test("a bomb is not inflated", async () => {
  const bomb = deflateRawSync(Buffer.alloc(400 * 1024 * 1024, 32));
  assert.ok(bomb.length < 512 * 1024);
  await assert.rejects(openBlock(key, await forge(padded(new Uint8Array(bomb)))), refused("block_content"));
});

for (const inflate of [inflateAtMost, inflateSlowly]) {
  test(`${inflate.name} stops at the limit and sees the end of the stream wherever it falls`, async () => {
    await fc.assert(fc.asyncProperty(fc.string(), fc.nat(3), async (text, more) => {
      const packed = new Uint8Array(deflateRawSync(utf8(text)));
      const size = utf8(text).length;
      assert.deepEqual(await inflate(packed, size), utf8(text));
      assert.equal(await inflate(concat(packed, new Uint8Array(more + 1)), MAX_JSON), null);
      assert.equal(await inflate(packed.slice(0, -1 - more), MAX_JSON), null);
      if (size) assert.equal(await inflate(packed, size - 1), null);
    }));
  });
}

test("what is wrong in a card is put right, without a case there is none, strange keys stay", () => {
  assert.equal(readCard({ ...card(1), case: "x" }), null);
  assert.equal(readCard({ ...card(1), version: 0 }), null);
  assert.equal(readCard({ ...card(1), version: "1" }), null);
  const broken = { ...card(1), kind: "constructor", labels: [1], notes: [{ day: "x", by: "", text: "" }], day: "2026-02-30", checklist: { a: 1 }, files: -1, later: { a: 1 } };
  assert.deepEqual(readCard(broken), { ...card(1, { day: "2000-01-01" }), later: { a: 1 } });
  const mended = readCard({ ...card(2), labels: "x" })!;
  mended.labels.push("new");
  assert.deepEqual(readCard({ ...card(3), labels: null })!.labels, [], "what stands for it is not shared");
});

test("whatever JSON comes, a card is whole", () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...Object.keys(card(1))), fc.jsonValue()), (fields) => {
    const read = readCard({ ...fields, case: card(1).case, version: 1 })!;
    assert.deepEqual(readCard(structuredClone(read)), read);
    assert.ok(read.notes.every(({ text }) => typeof text === "string") && typeof read.text === "string");
  }));
});
