/** Sealing, with the age package as the judge. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { hex, sha256 } from "../../../client/shared/crypto/bytes.ts";
import { MAX_ATTACHMENT } from "../../../client/shared/crypto/limits.ts";
import { openPacket } from "../../../client/shared/crypto/open.ts";
import { PacketError, type ReportDraft } from "../../../client/shared/crypto/packet.ts";
import { sealPacket, writePlaintext } from "../../../client/shared/crypto/seal.ts";
import { desk, photo, report } from "./samples.ts";

const refusedWith = (code: string) => (error: unknown) => error instanceof PacketError && error.code === code;

test("the age package opens what we seal", async () => {
  const to = await desk();
  const { bytes } = await sealPacket(report, [photo(70_000)], [to]);
  const opener = new Decrypter();
  opener.addIdentity(to.identity);
  assert.deepEqual(new Uint8Array(await opener.decrypt(bytes)), await writePlaintext(report, [photo(70_000)]));
});

test("we open what the age package seals, to a hybrid and to a classical key", async () => {
  const classical = await generateX25519Identity();
  const { identity, recipient } = await desk();
  const sealer = new Encrypter();
  sealer.addRecipient(recipient);
  const plaintext = await writePlaintext(report, []);
  assert.equal((await openPacket(identity, await sealer.encrypt(plaintext))).report.text, report.text);
  const second = new Encrypter();
  second.addRecipient(await identityToRecipient(classical));
  assert.equal((await openPacket(classical, await second.encrypt(plaintext))).report.text, report.text);
});

test("every desk opens it, nobody else does", async () => {
  const [one, two, three] = [await desk("one"), await desk("two"), await desk("three")];
  const { bytes, desks } = await sealPacket(report, [photo(10)], [one, two]);
  assert.deepEqual(desks, ["one", "two"]);
  for (const { identity } of [one, two]) {
    assert.deepEqual((await openPacket(identity, bytes)).attachments, [
      { name: "01.jpg", type: "image/jpeg", bytes: photo(10).bytes },
    ]);
  }
  await assert.rejects(openPacket(three.identity, bytes), refusedWith("packet_no_key"));
});

test("size follows from the padded plaintext and the number of desks alone", async () => {
  const [one, two] = [await desk("one"), await desk("two")];
  for (const [files, padded] of [[[], 8192], [[photo(65_536)], 69_632], [[photo(200_000)], 204_800]] as const) {
    const { bytes } = await sealPacket(report, [...files], [one, two]);
    assert.equal(bytes.length, 70 + 1557 * 2 + 16 + padded + 16 * Math.ceil(padded / 65_536));
  }
});

test("id and digest are the packet's own", async () => {
  const to = await desk();
  const [a, b] = [await sealPacket(report, [], [to]), await sealPacket(report, [], [to])];
  assert.match(a.id, /^[0-9a-f]{32}$/);
  assert.notEqual(a.id, b.id);
  assert.notDeepEqual(a.bytes, b.bytes);
  assert.equal(a.sha256, hex(await sha256(a.bytes)));
});

test("no byte of a packet can be changed, cut or added", async () => {
  const to = await desk();
  const { bytes } = await sealPacket(report, [], [to]);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const forged = bytes.slice();
      forged[at] = (forged[at] ?? 0) ^ flip;
      await assert.rejects(openPacket(to.identity, forged), PacketError);
    }),
    { numRuns: 60 },
  );
  await assert.rejects(openPacket(to.identity, bytes.subarray(0, -1)), refusedWith("packet_damaged"));
  await assert.rejects(openPacket(to.identity, Uint8Array.of(...bytes, 0)), refusedWith("packet_damaged"));
});

test("what no reader would open is not sealed", async () => {
  const to = await desk();
  const many = Array.from({ length: 17 }, (_, n) => ({ ...to, id: `desk-${n}` }));
  const long: ReportDraft = { ...report, text: "ก".repeat(20_001) };
  const huge = { ...photo(0), bytes: new Uint8Array(MAX_ATTACHMENT + 1) };
  await assert.rejects(sealPacket(report, [], []), refusedWith("key_invalid"));
  await assert.rejects(sealPacket(report, [], [to, to]), refusedWith("key_invalid"));
  await assert.rejects(sealPacket(report, [], many), refusedWith("packet_limits"));
  await assert.rejects(sealPacket(long, [], [to]), refusedWith("packet_limits"));
  await assert.rejects(sealPacket(report, [huge], [to]), refusedWith("packet_limits"));
  await assert.rejects(sealPacket(report, Array.from({ length: 21 }, () => photo(1)), [to]), refusedWith("packet_limits"));
  await assert.rejects(sealPacket({ ...report, day: "2026-02-30" }, [], [to]), refusedWith("packet_report"));
  await assert.rejects(sealPacket(report, [{ ...photo(1), extension: "JPG" }], [to]), refusedWith("packet_report"));
});

test("text of 20,000 characters outside the basic plane is sealed and opened", async () => {
  const to = await desk();
  const text = "🛣".repeat(15_000);
  const { bytes } = await sealPacket({ ...report, text }, [], [to]);
  assert.equal((await openPacket(to.identity, bytes)).report.text, text);
});

test("an identity that is none is told apart from one that does not fit", async () => {
  const to = await desk();
  const { bytes } = await sealPacket(report, [], [to]);
  await assert.rejects(openPacket("AGE-SECRET-KEY-PQ-1", bytes), refusedWith("key_invalid"));
});
