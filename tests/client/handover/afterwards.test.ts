/** What a case says after its packets went: it ends only when all of them are there, and nothing is told twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromReport } from "../../../client/shared/cards/from_report.ts";
import type { PinnedDesk } from "../../../client/shared/outbox/types.ts";
import type { Seen } from "../../../client/pages/desk/cases/change.ts";
import { afterwards } from "../../../client/pages/desk/handover/afterwards.ts";
import type { Line } from "../../../client/pages/desk/handover/run.ts";
import { id, row } from "../cards/samples.ts";
import { report } from "../crypto/samples.ts";

const card = fromReport({ ...report, version: 1, attachments: [] }, { case: id(1), packet: id(2), day: "2026-11-20", desk: "nan", by: id(9) });
const seen = (more: Partial<Seen["card"]> = {}, state: Seen["workflow"]["state"] = "screening"): Seen =>
  ({ card: { ...card, packets: [id(2), id(3)], ...more }, workflow: { ...row(1), state } }) as Seen;
const to = { id: "phrae", name: { th: "โต๊ะแพร่", en: "Phrae" } } as PinnedDesk;
const said = { to, reason: "ใกล้กว่า", note: "", ends: true };
const lines = (...ends: Line["end"][]): Line[] => ends.map((end, n) => ({ packet: id(2 + n), end }));

test("when all of it is there the case ends, and says to whom it went", () => {
  const edit = afterwards(seen(), said, lines("sent", "before"), id(9));
  assert.equal(edit?.state, "closed");
  assert.match(edit?.card?.reason ?? "", /โต๊ะแพร่.*ใกล้กว่า/);
  assert.deepEqual(edit?.card?.handed?.map(({ to, name, by, packets }) => [to, name, by, packets]), [["phrae", "โต๊ะแพร่", id(9), [id(2), id(3)]]]);
});

test("while something is not there, or somebody wants to go on, the case stays open", () => {
  const partly = afterwards(seen(), said, lines("sent", "failed"), id(9));
  assert.deepEqual([partly?.state, partly?.card?.handed?.[0]?.packets], [undefined, [id(2)]]);
  assert.equal(afterwards(seen(), { ...said, ends: false }, lines("sent", "sent"), id(9))?.state, undefined);
  assert.equal(afterwards(seen(), said, lines("failed", "failed"), id(9)), null);
});

test("a case that has ended keeps its end, and what was told is not told again", () => {
  assert.equal(afterwards(seen({}, "confirmed"), said, lines("sent", "sent"), id(9))?.state, undefined);
  const handed = [{ day: "2026-11-21", by: id(9), to: "phrae", name: "", reason: "", packets: [id(2)] }];
  const again = afterwards(seen({ handed }), { ...said, ends: false }, lines("before", "sent"), id(9));
  assert.deepEqual(again?.card?.handed?.map(({ packets }) => packets), [[id(2)], [id(3)]]);
  assert.equal(afterwards(seen({ handed, packets: [id(2)] }), { ...said, ends: false }, lines("before"), id(9)), null);
});
