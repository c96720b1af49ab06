/** A packet sealed anew to another desk: the same words and files, and nothing that ties the two together. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BEGINNING, openBeginning } from "../../../client/shared/crypto/beginning.ts";
import { utf8 } from "../../../client/shared/crypto/bytes.ts";
import { MAX_HANDOVER } from "../../../client/shared/crypto/limits.ts";
import { openPacket } from "../../../client/shared/crypto/open.ts";
import { PacketError, type SealedPacket } from "../../../client/shared/crypto/packet.ts";
import { sealPacket } from "../../../client/shared/crypto/seal.ts";
import { reseal } from "../../../client/shared/handover/reseal.ts";
import { desk, photo, report } from "../crypto/samples.ts";

const STATEMENT = utf8('{"version":1}');
const ABOUT = { id: "0".repeat(32), day: "2026-11-22" };

async function handed(draft = report, files = [photo(100_000)], statement: Uint8Array = STATEMENT) {
  const [from, to] = [await desk("nan"), await desk("phrae")];
  const first = await sealPacket(draft, files, [from]);
  const opened = await openPacket(from.identity, first.bytes);
  return { from, to, first, opened, second: await reseal(opened, statement, to, ABOUT) };
}

test("the other desk reads the very same bytes, and this desk no more", async () => {
  const { from, to, opened, second } = await handed();
  const there = await openPacket(to.identity, second.bytes);
  assert.deepEqual(there.reportJson, opened.reportJson);
  assert.deepEqual(there.attachments, opened.attachments);
  assert.deepEqual(there.handover, STATEMENT);
  assert.equal(opened.handover, null);
  assert.deepEqual([second.id, second.desks], [ABOUT.id, ["phrae"]]);
  await assert.rejects(openPacket(from.identity, second.bytes), (error) => error instanceof PacketError && error.code === "packet_no_key");
});

test("the two files share no run of bytes", async () => {
  const { first, second } = await handed();
  const runs = ({ bytes }: SealedPacket) => {
    const text = Buffer.from(bytes).toString("latin1");
    // The words that every age file begins with are of no use to anybody.
    return new Set(Array.from({ length: Math.floor((text.length - 200) / 16) }, (_, n) => text.slice(200 + 16 * n, 216 + 16 * n)));
  };
  const ours = Buffer.from(second.bytes).toString("latin1");
  assert.deepEqual([...runs(first)].filter((run) => ours.includes(run)), []);
});

test("a packet that is handed on tells what was said before in the place of that", async () => {
  const { to, second } = await handed();
  const third = await desk("lampang");
  const again = await reseal(await openPacket(to.identity, second.bytes), utf8("{}"), third, ABOUT);
  assert.deepEqual((await openPacket(third.identity, again.bytes)).handover, utf8("{}"));
});

test("the beginning of a packet is enough for the largest report and the longest words", async () => {
  const long = { ...report, text: "ก".repeat(20_000), agency: "ก".repeat(1_000), accused: "ก".repeat(600) };
  const { to, opened, second } = await handed(long, [photo(400_000)], new Uint8Array(MAX_HANDOVER).fill(120));
  const { report: read, reportJson, handover } = await openBeginning(to.identity, second.bytes.subarray(0, BEGINNING), second.bytes.length);
  assert.deepEqual([read, reportJson], [opened.report, opened.reportJson]);
  assert.equal(handover?.length, MAX_HANDOVER);
});

test("what gets too large is refused before it is sealed", async () => {
  const { to, opened } = await handed(report, []);
  const huge = [{ name: "01.jpg", type: "image/jpeg", bytes: new Uint8Array(128 * 1024 * 1024) }];
  await assert.rejects(reseal({ ...opened, attachments: huge }, STATEMENT, to, ABOUT), (error) => error instanceof PacketError && error.code === "packet_limits");
});
