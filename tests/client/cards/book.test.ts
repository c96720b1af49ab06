/** Searching, filtering, sorting and counting, against the slow and obvious way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Book, type Query } from "../../../client/shared/cards/book.ts";
import { Corpus } from "../../../client/shared/cards/corpus.ts";
import { foldNarrow, narrowInto, narrowTerm, widen } from "../../../client/shared/cards/narrow.ts";
import { fold } from "../../../client/shared/cards/normalise.ts";
import type { Filters } from "../../../client/shared/cards/query.ts";
import { similar, words } from "../../../client/shared/cards/similar.ts";
import { card, id, row } from "./samples.ts";

const TODAY = "2026-11-22";
const query = (fields: Partial<Query> = {}): Query => ({ text: "", filters: {}, sort: "newest", offset: 0, limit: 50, today: TODAY, ...fields });
const found = (book: Book, fields: Partial<Query> = {}): string[] => book.ask(query(fields)).rows.map((one) => one.id);

function bookOf(...cards: ReturnType<typeof card>[]): Book {
  const book = new Book();
  book.put(cards, 1);
  return book;
}

test("the corpus finds what a walk over all texts finds, whatever was replaced", () => {
  // The last two do not fit into one byte: their texts are kept apart from the others.
  const text = fc.string({ unit: fc.constantFrom("ก", "ข", "ร", "่", " ", "A", "๓", "ລ", "😀"), maxLength: 12 });
  const term = fc.string({ unit: fc.constantFrom("ก", "ข", "ร", "่", "ລ", "a", "3"), minLength: 1, maxLength: 3 });
  fc.assert(fc.property(fc.array(fc.array(fc.tuple(fc.nat(40), text), { maxLength: 30 }), { maxLength: 80 }), fc.array(term, { minLength: 1, maxLength: 3 }), (rounds, looked) => {
    const corpus = new Corpus();
    const now = new Map<number, string>();
    for (const round of rounds) {
      for (const [row, words] of round) now.set(row, words);
      corpus.add(round);
    }
    const mark = corpus.search(looked);
    const marked = [...now.keys()].filter((row) => corpus.marks[row] === mark);
    const expected = [...now].filter(([, words]) => looked.every((one) => fold(words).includes(one))).map(([row]) => row);
    assert.deepEqual(marked.sort((a, b) => a - b), expected.sort((a, b) => a - b));
    for (const [row, words] of now) assert.equal(corpus.textOf(row), words);
  }), { numRuns: 300 });
});

test("one byte a letter folds as the letters themselves do", () => {
  const unit = fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xe00, max: 0xe7f }), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: unit }, fc.constantFrom(0x201c, 0x2026, 0xa0, 10, 0xe4d)), { maxLength: 40 }), (codes) => {
    const text = String.fromCharCode(...codes);
    const bytes = new Uint8Array(text.length);
    if (!narrowInto(text, bytes, 0)) return;
    assert.equal(widen(bytes), text);
    assert.equal(foldNarrow(bytes), narrowTerm(fold(text)));
  }), { numRuns: 2000 });
});

test("a mailbox of zeros is nobody's", () => {
  const book = bookOf(card(1), card(2, { mailbox: id(0) }), card(3, { mailbox: id(7) }));
  assert.equal(book.ofMailbox(id(0)), undefined);
  assert.equal(book.ofMailbox(id(7))!.id, id(3));
});

test("every part of a card is searched, in Thai as people type it", () => {
  const book = bookOf(
    card(1, { text: "ถนนหน้าวัดสร้างไม่เสร็จ งบ ๕๐๐,๐๐๐", accused: "นาย ก", notes: [{ day: TODAY, by: id(9), text: "โทรถามแล้ว" }] }),
    card(2, { text: "น้ำประปา", agency: "อบต. แงง", labels: ["ด่วน"], province: "น่าน" }),
  );
  for (const text of ["500,000", "โทรถาม", "นาย ก", "ถนน เสร็จ"]) assert.deepEqual(found(book, { text }), [id(1)], text);
  for (const text of ["นำ้", "อบต. เเงง", "ด่วน", "น่าน", id(2).slice(0, 8)]) assert.ok(found(book, { text }).includes(id(2)), text);
  assert.deepEqual(found(book, { text: "เสร็จน้ำ" }), []);
  assert.deepEqual(found(book, { text: "ถนน น้ำ" }), []);
});

test("a newer card replaces, an older one does not, a deleted case is forgotten", () => {
  const book = bookOf(card(1, { version: 2, text: "ใหม่" }));
  book.put([card(1, { text: "เก่า" })], 9);
  assert.deepEqual(found(book, { text: "เก่า" }), []);
  book.put([card(1, { version: 3, text: "สุดท้าย" })], 10);
  assert.deepEqual([found(book, { text: "ใหม่" }), found(book, { text: "สุดท้าย" })], [[], [id(1)]]);
  book.follow([row(1, { version: 4, gone: true })]);
  book.put([card(1, { version: 5 })], 11);
  assert.deepEqual(found(book), []);
});

test("a compacted block holds the same card, and opens it from there", () => {
  const book = bookOf(card(1));
  book.put([card(1)], 7);
  assert.equal(book.entry(id(1))!.block, 7);
});

test("filters narrow, counts tell what else there would be", () => {
  const book = bookOf(
    card(1, { kind: "land", risk: "red", files: 2, labels: ["a", "b"] }), card(2, { kind: "land", labels: ["a"] }), card(3, { kind: "bribe", risk: "red" }),
  );
  book.follow([row(1, { state: "closed" }), row(2, { assignee: id(5), changed: "2026-11-01" }), row(3, { state: "screening" })]);
  assert.deepEqual(found(book, { filters: { kind: ["land"] } }).sort(), [id(1), id(2)]);
  assert.deepEqual(found(book, { filters: { files: true } }), [id(1)]);
  assert.deepEqual(found(book, { filters: { assignee: [""], queue: "open" } }), [id(3)]);
  assert.deepEqual(found(book, { filters: { queue: "overdue" } }), [id(2)]);
  assert.deepEqual(found(book, { filters: { label: ["b", "c"] } }), [id(1)]);
  const asked = query({ filters: { kind: ["land"], risk: ["red"] } });
  const [counts, { total }] = [book.counts(asked), book.ask(asked)];
  assert.equal(total, 1);
  assert.deepEqual(counts.kind, { land: 1, bribe: 1 });
  assert.deepEqual(counts.risk, { red: 1, none: 1 });
  assert.deepEqual(counts.state, { closed: 1 });
});

test("by agency, both of whom it is about and to whom it went, with counts", () => {
  const referral = { agency: "ป.ป.ช.", day: "2026-11-21", reference: "" };
  const book = bookOf(card(1, { agency: "อบต. แงง" }), card(2, { agency: "อบต. แงง", referral }), card(3, { agency: "โรงเรียน" }));
  assert.deepEqual(found(book, { filters: { agency: ["อบต. แงง"] } }).sort(), [id(1), id(2)]);
  assert.deepEqual(found(book, { filters: { referred: ["ป.ป.ช."] } }), [id(2)]);
  assert.deepEqual(found(book, { filters: { agency: ["nobody wrote this"] } }), []);
  const counts = book.counts(query({ filters: { agency: ["โรงเรียน"] } }));
  assert.deepEqual(counts.agency, { "อบต. แงง": 2, โรงเรียน: 1 });
  assert.deepEqual(counts.referred, { "": 1 });
});

test("of agencies as people write them the most frequent are counted", () => {
  const cards = Array.from({ length: 100 }, (_, n) => card(n, { agency: n < 3 ? "ที่ดิน" : `หน่วยที่ ${n}` }));
  const counts = bookOf(...cards).counts(query());
  assert.equal(Object.keys(counts.agency).length, 60);
  assert.equal(counts.agency["ที่ดิน"], 3);
});

test("by when they came: this week from Monday on, this month, and between two days", () => {
  // 20 November 2026 is a Friday.
  const days = ["2026-10-31", "2026-11-01", "2026-11-15", "2026-11-16", "2026-11-20"];
  const book = bookOf(...days.map((day, n) => card(n + 1, { day })));
  const came = (filters: Filters): string[] => book.ask(query({ filters, sort: "oldest", today: "2026-11-20" })).rows.map(({ day }) => day);
  assert.deepEqual(came({ period: "week" }), days.slice(3));
  assert.deepEqual(came({ period: "month" }), days.slice(1));
  assert.deepEqual(came({ from: "2026-11-01", to: "2026-11-16" }), days.slice(1, 4));
  assert.deepEqual(came({ from: "2026-11-16" }), days.slice(3));
  assert.deepEqual(came({ to: "2026-10-31" }), days.slice(0, 1));
  for (const filters of [{}, { period: "week" }, { period: "month" }] as const) {
    assert.deepEqual(book.counts(query({ filters, today: "2026-11-20" })).period, { all: 5, week: 2, month: 4 });
  }
  assert.deepEqual(book.counts(query({ filters: { from: "2026-11-16" }, today: "2026-11-20" })).period, { all: 2, week: 2, month: 2 });
});

test("counts are what the list would be long, whatever is filtered", () => {
  const one = fc.record({ kind: fc.constantFrom("land" as const, "bribe" as const, null), risk: fc.constantFrom("red" as const, "green" as const, null), text: fc.constantFrom("ก", "ข", "กข"), labels: fc.subarray(["ด่วน", "__proto__"]) });
  const some = fc.record({ kind: fc.subarray(["land", "bribe", "none"]), label: fc.subarray(["ด่วน"]), risk: fc.subarray(["red" as const, "none" as const]) });
  fc.assert(fc.property(fc.array(one, { maxLength: 30 }), some, fc.constantFrom("", "ก", "กข"), (cards, filters, text) => {
    const book = bookOf(...cards.map((fields, n) => card(n, fields)));
    const counts = book.counts(query({ filters, text }));
    for (const kind of ["land", "bribe", "none"]) {
      assert.equal(counts.kind[kind] ?? 0, book.ask(query({ filters: { ...filters, kind: [kind] }, text })).total);
    }
    for (const label of ["ด่วน", "__proto__"]) {
      const told = Object.hasOwn(counts.label, label) ? counts.label[label] : 0;
      assert.equal(told, book.ask(query({ filters: { ...filters, label: [label] }, text })).total);
    }
  }));
});

test("orders: newest, longest waiting, most dangerous, by place", () => {
  const book = bookOf(card(1, { risk: "green", province: "แพร่" }), card(2, { risk: "red", province: "น่าน" }), card(3, { province: "น่าน" }));
  book.follow([row(1, { opened: "2026-11-01", changed: "2026-11-21" }), row(2, { opened: "2026-11-02", changed: "2026-11-03" }), row(3, { opened: "2026-11-03", changed: "2026-11-10" })]);
  assert.deepEqual(found(book), [id(3), id(2), id(1)]);
  assert.deepEqual(found(book, { sort: "oldest" }), [id(1), id(2), id(3)]);
  assert.deepEqual(found(book, { sort: "waiting" }), [id(2), id(3), id(1)]);
  assert.deepEqual(found(book, { sort: "risk" }), [id(2), id(3), id(1)]);
  assert.deepEqual(found(book, { sort: "place" }), [id(3), id(2), id(1)]);
  assert.deepEqual(found(book, { offset: 1, limit: 1 }), [id(2)]);
});

test("a row shows where its words were found, as they were written", () => {
  const book = bookOf(card(1, { text: `${"ยาว ".repeat(60)}งบ ๕๐๐ ABC ที่นี่ ${"ท้าย ".repeat(60)}` }));
  const { excerpt } = book.ask(query({ text: "500 abc" })).rows[0]!;
  assert.match(excerpt!.text, /งบ ๕๐๐ ABC ที่นี่/);
  assert.deepEqual(excerpt!.ranges.map(([from, to]) => excerpt!.text.slice(from, to)), ["๕๐๐", "ABC"]);
  assert.equal(book.ask(query({ text: "ยาว" })).rows[0]!.excerpt, null, "the name shows it already");
});

test("excerpts hold for any text and any search", () => {
  const text = fc.string({ unit: fc.constantFrom("ก", "ี", "่", "A", "๑", " ", "\n", "😀", "\u0000"), maxLength: 400 });
  fc.assert(fc.property(text, text, (words, looked) => {
    for (const { excerpt } of bookOf(card(1, { text: words, title: "ช" })).ask(query({ text: looked })).rows) {
      for (const [from, to] of excerpt?.ranges ?? []) assert.ok(from < to && to <= excerpt!.text.length);
      assert.ok(!excerpt || excerpt.ranges.length > 0, JSON.stringify(excerpt));
    }
  }));
});

test("similar cases: same place and rare words, not the case itself", () => {
  const many = Array.from({ length: 60 }, (_, n) => card(100 + n, { text: "โรงเรียนบ้านใหม่จัดอาหารกลางวันไม่ครบ", province: "น่าน", district: "ปัว" }));
  const book = bookOf(
    ...many,
    card(1, { text: "สะพานไม้ห้วยหลอดพังเพราะผู้รับเหมา", province: "น่าน", district: "ปัว", agency: "อบต. แงง" }),
    card(2, { text: "ห้วยหลอด สะพานไม้ ยังไม่ซ่อม", province: "น่าน", district: "ปัว", agency: "อบต. แงง" }),
    card(3, { text: "ที่ดินทับที่ป่า", province: "ตาก", district: "อุ้มผาง" }),
  );
  const [first, ...others] = similar(book, card(1, { text: "สะพานไม้ห้วยหลอดพังเพราะผู้รับเหมา", province: "น่าน", district: "ปัว", agency: "อบต. แงง" }));
  assert.equal(first!.id, id(2));
  assert.ok(first!.same.includes("agency") && first!.same.includes("place"));
  assert.ok(!others.some((one) => one.id === id(1) || one.id === id(3)));
  assert.deepEqual(words("x ๑๒๓๔๕๖"), []);
  assert.equal(fold("ก"), "ก");
});
