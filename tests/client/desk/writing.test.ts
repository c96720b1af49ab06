/** What a letter says, from what a moderator typed and what was told before. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BLANK, draftOf, isEmpty, type Occasion } from "../../../client/pages/desk/letters/writing.ts";
import { Seen } from "../../../client/pages/desk/seen.ts";
import { newIdentity } from "../../../client/shared/crypto/key_file.ts";
import { type Letter, openLetter, sealWithCopy } from "../../../client/shared/crypto/letter.ts";
import { PacketError, type Report } from "../../../client/shared/crypto/packet.ts";
import { STATES } from "../../../client/shared/crypto/states.ts";

const FIRST: Occasion = {
  mailbox: "0".repeat(32), desk: "nan", number: 1, language: "th", day: "2026-11-21", before: null,
};
const after = (before: Letter, day: string): Occasion => ({ ...FIRST, number: before.number + 1, day, before });
const letterOf = (...asked: Parameters<typeof draftOf>): Letter => ({ ...draftOf(...asked), version: 1, attachments: [] });

test("each letter tells the whole history, and a state once", () => {
  const one = letterOf({ ...BLANK, text: " สวัสดี ", state: "screening" }, FIRST);
  const two = letterOf({ ...BLANK, text: "ขอรูป" }, after(one, "2026-11-22"));
  const three = letterOf({ ...BLANK, state: "screening" }, after(two, "2026-11-23"));
  const four = letterOf({ ...BLANK, state: "verified" }, after(three, "2026-11-24"));
  assert.equal(one.text, "สวัสดี");
  assert.deepEqual([one, two, three, four].map(({ number, state }) => [number, state]),
    [[1, "screening"], [2, "screening"], [3, "screening"], [4, "verified"]]);
  assert.deepEqual(four.history, [
    { day: "2026-11-21", state: "screening", note: "" },
    { day: "2026-11-24", state: "verified", note: "" },
  ]);
});

test("an agency is named on referral and told from then on", () => {
  const typed = { ...BLANK, agency: " ป.ป.ช. ", reference: "123" };
  assert.equal(draftOf({ ...typed, state: "verified" }, FIRST).agency, null);
  const referred = letterOf({ ...typed, state: "referred" }, FIRST);
  assert.deepEqual(referred.agency, { name: "ป.ป.ช.", reference: "123" });
  const later = letterOf({ ...BLANK, state: "accepted" }, after(referred, "2026-12-01"));
  assert.deepEqual(later.agency, referred.agency);
});

test("whatever is told, a letter stays one that readers open", async () => {
  const { recipient } = await newIdentity();
  const state = fc.constantFrom(...STATES);
  await fc.assert(fc.asyncProperty(fc.array(state, { minLength: 40, maxLength: 70 }), fc.string(), async (states, text) => {
    let last: Letter | null = null;
    for (const state of states) last = letterOf({ ...BLANK, text, state, agency: text }, last ? after(last, "2026-11-22") : FIRST);
    assert.ok(last!.history.length <= 50);
    await sealWithCopy(last!, [], recipient, recipient);
  }), { numRuns: 10 });
});

test("nothing at all is no letter", () => {
  assert.ok(isEmpty({ ...BLANK, text: " \n" }));
  assert.ok(!isEmpty({ ...BLANK, state: "received" }));
});

test("both halves are the same letter, each for its own reader", async () => {
  const [mailbox, desk] = [await newIdentity(), await newIdentity()];
  const draft = draftOf({ ...BLANK, text: "ถึงผู้แจ้ง" }, FIRST);
  const body = await sealWithCopy(draft, [], mailbox.recipient, desk.recipient);
  const halves = [body.slice(0, body.length / 2), body.slice(body.length / 2)] as const;
  const opened = await openLetter(mailbox.identity, halves[0], FIRST.mailbox);
  assert.deepEqual(await openLetter(desk.identity, halves[1], FIRST.mailbox), opened);
  for (const [identity, half] of [[desk.identity, halves[0]], [mailbox.identity, halves[1]]] as const) {
    await assert.rejects(openLetter(identity, half, FIRST.mailbox), (error) => error instanceof PacketError && error.code === "packet_no_key");
  }
});

test("packets of one mailbox find each other, others do not", () => {
  const report = (id: string | null, kind: Report["kind"] = "report") =>
    ({ kind, day: "2026-11-20", mailbox: id && { id, recipient: "" } }) as Report;
  const seen = new Seen();
  assert.deepEqual(seen.note("a", report("1")), []);
  assert.deepEqual(seen.note("b", report("2")), []);
  assert.deepEqual(seen.note("c", report(null)), []);
  assert.deepEqual(seen.note("d", report(null)), []);
  assert.deepEqual(seen.note("e", report("1", "followup")).map(({ id }) => id), ["a"]);
  assert.deepEqual(seen.note("a", report("1")).map(({ id, kind }) => [id, kind]), [["e", "followup"]]);
});
