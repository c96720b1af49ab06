/** The vectors that the Python suite reads, too: one truth for both languages. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { hex, sha256 } from "../../../client/shared/crypto/bytes.ts";
import { openPacket, readPlaintext } from "../../../client/shared/crypto/open.ts";
import { PacketError, type OpenedPacket } from "../../../client/shared/crypto/packet.ts";
import { paddedSize } from "../../../client/shared/crypto/padme.ts";
import { verifyReceipt } from "../../../client/shared/crypto/receipt.ts";
import { writePlaintext } from "../../../client/shared/crypto/seal.ts";

const VECTORS = "tests/vectors";
const read = (name: string): Buffer => readFileSync(`${VECTORS}/${name}`);
const json = <T>(name: string): T => JSON.parse(read(name).toString("utf8")) as T;

interface Vector {
  name: string;
  expect: string;
  report?: unknown;
  attachments?: { name: string; sha256: string }[];
}

async function expectVector(vector: Vector, opening: Promise<OpenedPacket>): Promise<void> {
  if (vector.expect !== "ok") {
    await assert.rejects(opening, (error) => error instanceof PacketError && error.code === vector.expect);
    return;
  }
  const { report, attachments } = await opening;
  assert.deepEqual(report, vector.report);
  const digests = attachments.map(async ({ name, bytes }) => ({ name, sha256: hex(await sha256(bytes)) }));
  assert.deepEqual(await Promise.all(digests), vector.attachments);
}

for (const vector of json<(Vector & { file: string; identity: string })[]>("packets.json")) {
  test(`packet ${vector.name}: ${vector.expect}`, () =>
    expectVector(vector, openPacket(vector.identity, new Uint8Array(read(vector.file)))));
}

for (const vector of json<(Vector & { plaintext_gzip: string })[]>("plaintexts.json")) {
  test(`plaintext ${vector.name}: ${vector.expect}`, () => {
    const plaintext = new Uint8Array(gunzipSync(Buffer.from(vector.plaintext_gzip, "base64")));
    return expectVector(vector, readPlaintext(plaintext));
  });
}

test("padding is the same in both languages", () => {
  const sizes = json<[number, number][]>("padme.json");
  assert.deepEqual(sizes.map(([size]) => [size, paddedSize(size)]), sizes);
});

test("receipts are believed or not as the vectors say", async () => {
  const { public_key: publicKey, id, sha256: digest, receipts } = json<{
    public_key: string; id: string; sha256: string; receipts: { name: string; receipt: string; expect: string }[];
  }>("receipts.json");
  for (const { name, receipt, expect } of receipts) {
    const verified = await verifyReceipt(receipt, { id, sha256: digest, publicKey });
    assert.equal(verified, expect === "ok" ? receipt : null, name);
  }
});

test("a full plaintext is written byte for byte as the other language writes it", async () => {
  const full = json<(Vector & { plaintext_gzip: string })[]>("plaintexts.json").find(({ name }) => name === "full");
  assert.ok(full);
  const theirs = new Uint8Array(gunzipSync(Buffer.from(full.plaintext_gzip, "base64")));
  const { report, attachments } = await readPlaintext(theirs);
  const files = attachments.map(({ name, type, bytes }, n) => ({
    type, bytes, extension: name.slice(3), removed: report.attachments[n]?.removed ?? [],
  }));
  assert.deepEqual(await writePlaintext(report, files), theirs);
});
