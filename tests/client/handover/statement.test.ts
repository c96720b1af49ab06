/** What desks say when they hand packets over: the vectors, what is written, and what rubbish becomes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { hex, utf8 } from "../../../client/shared/crypto/bytes.ts";
import { PacketError } from "../../../client/shared/crypto/packet.ts";
import { judge } from "../../../client/shared/handover/judge.ts";
import { handedId, logDigest, parseHandover, type Statement, writeHandover } from "../../../client/shared/handover/statement.ts";
import type { PinnedDesk } from "../../../client/shared/outbox/types.ts";

interface Vectors {
  desks: PinnedDesk[];
  report: string;
  judged: { name: string; handover: string; own: string; arrived: string; verdicts: boolean[] }[];
  malformed: { name: string; handover: string }[];
  ids: { identity: string; packet: string; to: string; id: string }[];
  digests: Record<"sent" | "came", string>;
}

const vectors = JSON.parse(readFileSync("tests/vectors/handovers.json", "utf8")) as Vectors;
const known = { reportJson: utf8(vectors.report), desks: vectors.desks };
const sound = vectors.judged[0]!;

test("desks are confirmed or not as the vectors say", async () => {
  for (const { name, handover, own, arrived, verdicts } of vectors.judged) {
    const steps = parseHandover(utf8(handover));
    assert.ok(steps, name);
    const judged = await judge(steps, { ...known, own, arrived });
    assert.deepEqual(judged.map(({ confirmed }) => confirmed), verdicts, name);
  }
});

test("what has not the form is nothing", () => {
  for (const { name, handover } of vectors.malformed) assert.equal(parseHandover(utf8(handover)), null, name);
});

test("ids and what logs hold are the same everywhere", async () => {
  for (const { identity, packet, to, id } of vectors.ids) assert.equal(handedId(identity, packet, to), id);
  for (const log of ["sent", "came"] as const) assert.equal(hex(await logDigest(log, utf8(sound.handover))), vectors.digests[log]);
});

test("a step is written as the other language writes it, and one desk more adds a step", async () => {
  const { identity } = vectors.ids[0]!;
  const [first] = parseHandover(utf8(sound.handover))!;
  const written = await writeHandover([], first!.statement, identity);
  assert.equal(new TextDecoder().decode(written), sound.handover);
  const more: Omit<Statement, "before"> = { ...first!.statement, reason: "\"'\\\n😀", note: "ก".repeat(4_000) };
  const twice = parseHandover(await writeHandover(parseHandover(written)!, more, identity))!;
  assert.deepEqual(twice.map(({ statement: { reason, note } }) => [reason, note.length]), [[first!.statement.reason, 0], ["\"'\\\n😀", 4_000]]);
  const [one, two] = await judge(twice, { ...known, own: "phrae", arrived: sound.arrived });
  assert.deepEqual([one!.confirmed, two!.confirmed], [false, true]);
});

test("no more is written than a reader takes", async () => {
  const { identity } = vectors.ids[0]!;
  const [first] = parseHandover(utf8(sound.handover))!;
  const refused = (code: string) => (error: unknown) => error instanceof PacketError && error.code === code;
  await assert.rejects(writeHandover(Array(8).fill(first), first!.statement, identity), refused("packet_limits"));
  await assert.rejects(writeHandover([], { ...first!.statement, note: "ก".repeat(4_001) }, identity), refused("packet_limits"));
  await assert.rejects(writeHandover([], { ...first!.statement, to: "โต๊ะ" }, identity), refused("packet_report"));
  const long = { ...first!.statement, note: "\u0001".repeat(4_000) };
  const steps = parseHandover(await writeHandover([], long, identity))!;
  await assert.rejects(writeHandover([...steps, ...steps], long, identity), refused("packet_limits"));
});

test("whatever the bytes, reading and judging end without a word", async () => {
  const rubbish = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(utf8), fc.array(fc.nat(sound.handover.length), { maxLength: 3 }).map((cuts) => {
    const bytes = utf8(sound.handover);
    for (const at of cuts) bytes[at]! ^= 1;
    return bytes;
  }));
  await fc.assert(fc.asyncProperty(rubbish, async (bytes) => {
    const steps = parseHandover(bytes);
    const judged = steps && (await judge(steps, { ...known, own: sound.own, arrived: sound.arrived }));
    const changed = new TextDecoder().decode(bytes) !== sound.handover;
    // Keys that nobody knows may change, and words may not.
    if (changed && judged?.some(({ confirmed }) => confirmed)) assert.deepEqual(steps, parseHandover(utf8(sound.handover)));
  }), { numRuns: 200 });
});
