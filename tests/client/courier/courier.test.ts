/** Packets as files that others carry: the vectors, and whatever a stranger may hand over. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { CourierError, fileName, looksCarried, unwrap, wrap } from "../../../client/shared/courier/index.ts";
import { hex, sha256, utf8 } from "../../../client/shared/crypto/bytes.ts";

interface Vector {
  name: string;
  file: string;
  expect: string;
  sha256?: string;
  desks?: string[];
}

const vectors = JSON.parse(readFileSync("tests/vectors/courier.json", "utf8")) as Vector[];
const packet = utf8("age-encryption.org/v1\nnoise");
const desks = ["nan", "pua"];

async function read(file: Uint8Array) {
  try {
    return { code: "ok", ...(await unwrap(file)) };
  } catch (error) {
    if (error instanceof CourierError) return { code: error.code };
    throw error;
  }
}

for (const { name, file, expect, ...facts } of vectors) {
  test(`vector ${name}`, async () => {
    const found = await read(new Uint8Array(Buffer.from(file, "base64")));
    assert.equal(found.code, expect);
    if (!("bytes" in found)) return;
    assert.deepEqual({ sha256: found.sha256, desks: found.desks }, facts);
    assert.equal(Buffer.from(wrap(found)).toString("base64"), file);
  });
}

test("no changed byte of the packet goes unseen, wherever it is", async () => {
  const digest = hex(await sha256(packet));
  const file = wrap({ sha256: digest, desks, bytes: packet });
  assert.deepEqual([looksCarried(file), fileName(digest)], [true, `hinghoi-${digest.slice(0, 8)}.hhp`]);
  await fc.assert(fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
    const damaged = Uint8Array.from(file, (byte, n) => (n === at ? byte ^ by : byte));
    const found = await read(damaged);
    if ("bytes" in found) assert.notDeepEqual(found.desks, desks);
  }));
});

test("whatever comes is refused with a code", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
    const file = Buffer.concat([Buffer.from("hinghoi-courier/1 "), bytes]);
    assert.notEqual((await read(new Uint8Array(file))).code, "ok");
  }));
});
