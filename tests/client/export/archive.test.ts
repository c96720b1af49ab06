/** Exports as the desk writes them: byte for byte the vector that Python made and checks. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Decrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import { concat } from "../../../client/shared/crypto/bytes.ts";
import { paddedSize } from "../../../client/shared/crypto/padme.ts";
import { isRecipient, sealStream } from "../../../client/shared/crypto/seal_stream.ts";
import { type Member, writeArchive } from "../../../client/shared/export/archive.ts";
import { closingOf, type Contents, type Origin } from "../../../client/shared/export/manifest.ts";

interface Vectors extends Pick<Origin, "desk" | "identity" | "day"> {
  signing: string;
  receipt_key: string;
  cases: Contents["cases"];
  left_out: Contents["leftOut"];
  members: { name: string; base64: string }[];
  archive: string;
}

const vectors = JSON.parse(readFileSync("tests/vectors/exports.json", "utf8")) as Vectors;
const members = vectors.members.map(({ name, base64 }): Member => ({ name, bytes: new Uint8Array(Buffer.from(base64, "base64")) }));
const textOf = (name: string): string => Buffer.from(members.find((one) => one.name === name)!.bytes).toString();
const origin: Origin = {
  ...vectors,
  chosen: [],
  extract: { custody: textOf("custody.json"), signature: textOf("custody.sig"), receiptKey: vectors.receipt_key },
};

async function* each(some: Member[]): AsyncGenerator<Member> {
  yield* some;
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece.slice());
  return concat(...all);
}

const archive = (): AsyncGenerator<Uint8Array> =>
  writeArchive(each(members), (files) => closingOf(origin, { cases: vectors.cases, leftOut: vectors.left_out }, files));

test("an export is written as the vector has it", async () => {
  const expected = new Uint8Array(gunzipSync(Buffer.from(vectors.archive, "base64")));
  assert.deepEqual(await whole(archive()), expected);
});

for (const make of [generateHybridIdentity, generateX25519Identity]) {
  test(`${make.name}: what is sealed in a stream opens`, async () => {
    const identity = await make();
    const sealed = await whole(await sealStream(archive(), { recipient: await identityToRecipient(identity) }));
    const opener = new Decrypter();
    opener.addIdentity(identity);
    assert.deepEqual(await opener.decrypt(sealed), await whole(archive()));
  });
}

test("a passphrase opens what was sealed with it, and no other one does", async () => {
  const sealed = await whole(await sealStream(archive(), { passphrase: "bado-kilu-mova-teri" }));
  const opener = new Decrypter();
  opener.addPassphrase("bado-kilu-mova-teri");
  assert.deepEqual(await opener.decrypt(sealed), await whole(archive()));
  const other = new Decrypter();
  other.addPassphrase("bado-kilu-mova-terI");
  await assert.rejects(other.decrypt(sealed));
});

test("more than fits into one chunk, with empty files in between", async () => {
  const many = Array.from({ length: 40 }, (_, n): Member => ({ name: `cases/001/files/001-${String(n).padStart(2, "0")}.bin`, bytes: new Uint8Array(n % 3 ? n * 7_000 : 0).fill(n) }));
  const pieces = (): AsyncGenerator<Uint8Array> => writeArchive(each(many), async () => []);
  const plain = await whole(pieces());
  assert.equal(plain.length % 65_536, 0, "padded by more than the last block");
  assert.equal(paddedSize(plain.length), plain.length);
  const identity = await generateHybridIdentity();
  const opener = new Decrypter();
  opener.addIdentity(identity);
  const sealed = await whole(await sealStream(pieces(), { recipient: await identityToRecipient(identity) }));
  assert.deepEqual(await opener.decrypt(sealed), plain);
});

test("what is no key is not sealed to", async () => {
  const key = await identityToRecipient(await generateHybridIdentity());
  assert.equal(await isRecipient(key), true);
  for (const text of ["", "age1", key.slice(0, -1), `${key}q`, key.toUpperCase(), "age1tag1qtest", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA"]) {
    assert.equal(await isRecipient(text), false, text);
    await assert.rejects(sealStream(archive(), { recipient: text }), { code: "key_invalid" });
  }
});
