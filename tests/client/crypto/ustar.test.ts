/** The archive: what GNU tar makes of ours, and what our reader makes of rubbish. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { utf8 } from "../../../client/shared/crypto/bytes.ts";
import { readPlaintext } from "../../../client/shared/crypto/open.ts";
import { PacketError } from "../../../client/shared/crypto/packet.ts";
import { paddedSize } from "../../../client/shared/crypto/padme.ts";
import { writePlaintext } from "../../../client/shared/crypto/seal.ts";
import { writeArchive } from "../../../client/shared/crypto/ustar.ts";
import { readArchive } from "../../../client/shared/crypto/ustar_read.ts";
import { photo, report } from "./samples.ts";

test("GNU tar lists and extracts it without a complaint", async () => {
  const input = await writePlaintext(report, [photo(513)]);
  const list = spawnSync("tar", ["-tvf", "-"], { input, encoding: "utf8" });
  assert.deepEqual([list.status, list.stderr], [0, ""]);
  assert.match(list.stdout, /-rw-r--r-- 0\/0 +\d+ 1970-01-01 \d\d:\d\d report\.json/);
  const file = spawnSync("tar", ["-xOf", "-", "attachments/01.jpg"], { input });
  assert.deepEqual(new Uint8Array(file.stdout), photo(513).bytes);
});

test("what was written is read", () => {
  const content = fc.uint8Array({ maxLength: 2000 });
  fc.assert(fc.property(content, fc.array(content, { maxLength: 5 }), (first, others) => {
    const files = others.map((bytes, n) => ({ name: `attachments/0${n + 1}.jpg`, bytes }));
    const entries = [{ name: "report.json", bytes: first }, ...files];
    const copy = readArchive(writeArchive(entries)).map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(bytes) }));
    assert.deepEqual(copy, entries.map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(bytes) })));
  }));
});

test("arbitrary bytes are refused by a PacketError and nothing else", async () => {
  const padded = fc.uint8Array({ maxLength: 9000 }).map((bytes) => {
    const whole = new Uint8Array(paddedSize(bytes.length));
    whole.set(bytes);
    return whole;
  });
  await fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array(), padded), async (bytes) => {
    await assert.rejects(readPlaintext(bytes), PacketError);
  }));
});

test("a sound archive with bytes changed is read as the very same or refused", async () => {
  const sound = await writePlaintext(report, [photo(600)]);
  const before = await readPlaintext(sound);
  const change = fc.tuple(fc.nat(4095), fc.nat(255));
  await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
    const forged = sound.slice();
    for (const [at, byte] of changes) forged[at] = byte;
    const after = await readPlaintext(forged).catch((error: unknown) => error);
    if (after instanceof PacketError) return;
    // Only the words of the report bear no checksum of their own here; the seal holds those.
    const files = ({ attachments }: typeof before) => attachments.map(({ bytes }) => bytes);
    assert.deepEqual(files(after as typeof before), files(before));
  }), { numRuns: 500 });
});

test("an entry more than the report declares is refused", async () => {
  const entries = readArchive(await writePlaintext(report, []));
  const extra = { name: "attachments/01.jpg", bytes: utf8("x") };
  await assert.rejects(readPlaintext(writeArchive([...entries, extra])), { code: "packet_attachments" });
});
