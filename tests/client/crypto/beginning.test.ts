/** The report alone, from the beginning of a packet: the same as from the whole, and refused alike. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Encrypter } from "age-encryption";
import fc from "fast-check";
import { BEGINNING, openReport } from "../../../client/shared/crypto/beginning.ts";
import { openPacket } from "../../../client/shared/crypto/open.ts";
import { PacketError } from "../../../client/shared/crypto/packet.ts";
import { sealPacket } from "../../../client/shared/crypto/seal.ts";
import { desk, photo, report } from "./samples.ts";

const fails = (code: string) => (error: unknown) => error instanceof PacketError && error.code === code;
const begin = (identity: string, bytes: Uint8Array) => openReport(identity, bytes.subarray(0, BEGINNING), bytes.length);

test("a report is read from the beginning, whatever comes after it and however many desks there are", async () => {
  const desks = await Promise.all(Array.from({ length: 16 }, (_, n) => desk(`desk-${n}`)));
  const long = { ...report, text: "ก".repeat(20_000), agency: "ก".repeat(1_000), accused: "ก".repeat(600) };
  for (const [draft, files] of [[report, []], [report, [photo(5_000_000)]], [long, [photo(100_000)]]] as const) {
    const { bytes } = await sealPacket(draft, [...files], desks);
    const { report: whole } = await openPacket(desks[15]!.identity, bytes);
    assert.deepEqual(await begin(desks[15]!.identity, bytes), whole);
    assert.ok(bytes.length > BEGINNING || files.length === 0 || files[0]!.bytes.length < BEGINNING);
  }
  const { bytes } = await sealPacket(report, [], [desks[0]!]);
  await assert.rejects(begin(desks[1]!.identity, bytes), fails("packet_no_key"));
  await assert.rejects(begin("AGE-SECRET-KEY-1NO", bytes), fails("key_invalid"));
});

test("what is said of the size must be true, and no byte of the beginning can be changed", async () => {
  const mine = await desk();
  const { bytes } = await sealPacket(report, [], [mine]);
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
    const other = bytes.slice();
    other[at]! ^= change;
    await assert.rejects(begin(mine.identity, other), PacketError);
  }), { numRuns: 60 });
  for (const size of [0, 1, bytes.length - 1, bytes.length + 1, 2 * bytes.length]) {
    await assert.rejects(openReport(mine.identity, bytes, size), PacketError);
  }
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), async (cut) => {
    await assert.rejects(openReport(mine.identity, bytes.subarray(0, cut), bytes.length), PacketError);
  }), { numRuns: 60 });
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
    await assert.rejects(begin(mine.identity, noise), PacketError);
  }));
});

test("a sealed file that is no packet is refused with the code that the whole of it is", async () => {
  const mine = await desk();
  const seal = async (plaintext: Uint8Array): Promise<Uint8Array> => {
    const sealer = new Encrypter();
    sealer.addRecipient(mine.recipient);
    return sealer.encrypt(plaintext);
  };
  await assert.rejects(seal(new Uint8Array(0)).then((file) => begin(mine.identity, file)), fails("packet_archive"));
  await assert.rejects(seal(new Uint8Array(8192).fill(7)).then((file) => begin(mine.identity, file)), fails("packet_archive"));
  for (const { file, identity, expect } of JSON.parse(readFileSync("tests/vectors/packets.json", "utf8"))) {
    const bytes = new Uint8Array(readFileSync(`tests/vectors/${file}`));
    if (expect === "ok") assert.deepEqual(await begin(identity, bytes), (await openPacket(identity, bytes)).report);
    // What is wrong may lie behind the report.
    else await begin(identity, bytes).catch((error) => assert.ok(error instanceof PacketError));
  }
});
