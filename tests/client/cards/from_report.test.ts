/** First cards: of reports, of covers, which no list shows, and of packets that nobody can read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Book } from "../../../client/shared/cards/book.ts";
import { readCard } from "../../../client/shared/cards/card.ts";
import { fromCover, fromRefused, fromReport, withCame, withFollowup } from "../../../client/shared/cards/from_report.ts";
import { similar } from "../../../client/shared/cards/similar.ts";
import { report } from "../crypto/samples.ts";
import { id, row } from "./samples.ts";

const arrival = (n: number) => ({ case: id(n), packet: id(n + 100), day: "2026-11-22", desk: "nan", by: id(9) });
const full = { ...report, watchpoint: "wp-1", version: 1 as const, attachments: [] };
const everything = { text: "", filters: {}, sort: "newest" as const, offset: 0, limit: 50, today: "2026-11-22" };

test("a cover is in no list and no count, and its packet is known", () => {
  const book = new Book();
  book.put([fromReport(full, arrival(1)), fromCover(arrival(2))], 1);
  book.follow([row(1), row(2)]);
  const { rows } = book.ask(everything);
  const counts = book.counts(everything);
  assert.deepEqual(rows.map((one) => one.id), [id(1)]);
  assert.deepEqual([book.size, book.covers()], [1, [id(102)]]);
  assert.equal(JSON.stringify(counts).includes('"received":2'), false);
  assert.deepEqual(similar(book, fromReport(full, arrival(3))).map((one) => one.id), [id(1)]);
  book.follow([row(2, { version: 2, gone: true })]);
  assert.deepEqual([book.size, book.covers()], [1, []]);
});

test("a packet that cannot be read is a case that says so", () => {
  const book = new Book();
  book.put([fromRefused("ซองนี้เปิดไม่ได้", "packet_archive", arrival(1))], 1);
  assert.deepEqual(book.ask(everything).rows.map(({ name, bare }) => [name, bare]), [["ซองนี้เปิดไม่ได้", false]]);
});

test("what a reporter answered is on the card, and nonsense in its place is not", () => {
  const first = fromReport(full, arrival(1));
  assert.equal("answers" in first, false);
  const once = withFollowup(first, { ...full, kind: "followup", answer: "reopen" }, arrival(2), 2);
  const twice = withFollowup(once, { ...full, kind: "followup", answer: "confirmed" }, arrival(3), 3);
  const answers = [{ day: "2026-11-22", answer: "reopen" }, { day: "2026-11-22", answer: "confirmed" }];
  assert.deepEqual(twice.answers, answers);
  assert.deepEqual(readCard(structuredClone(twice))?.answers, answers);
  assert.deepEqual(withFollowup(twice, full, arrival(4), 4).answers, answers);
  for (const nonsense of ["<b>", [{ day: "x", answer: "confirmed" }], [{ day: "2026-11-22", answer: "<img src=x onerror=alert(1)>" }]]) {
    assert.equal("answers" in readCard({ ...first, answers: nonsense, cover: "yes" })!, false);
  }
  assert.equal("cover" in readCard({ ...first, cover: 1 })!, false);
});

test("a card remembers which desk handed a packet over, and nothing that has another form", () => {
  const came = { day: "2026-11-22", packet: "1".repeat(32), from: "phrae", name: "โต๊ะแพร่", confirmed: true, reason: "<b>", note: "" };
  const first = fromReport(full, arrival(1));
  const twice = withCame(withCame(first, came), { ...came, confirmed: false });
  const copy = JSON.parse(JSON.stringify(twice));
  assert.deepEqual(readCard(copy)?.came, [came, { ...came, confirmed: false }]);
  for (const wrong of [[{ ...came, confirmed: "yes" }], [{ ...came, reason: 1 }], [{ ...came, packet: "x" }], "phrae"]) {
    assert.equal("came" in readCard({ ...twice, came: wrong })!, false);
  }
  const many = Array.from({ length: 120 }).reduce<typeof first>((card) => withCame(card, came), first);
  assert.equal(readCard(structuredClone(many))?.came?.length, 100);
});
