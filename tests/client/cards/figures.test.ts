/** The desk's figures, against the slow and obvious way, and as fast as a page needs them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Book } from "../../../client/shared/cards/book.ts";
import type { Card } from "../../../client/shared/cards/card.ts";
import type { Workflow } from "../../../client/shared/cards/entry.ts";
import { type Figures, median } from "../../../client/shared/cards/figures.ts";
import { CATEGORIES } from "../../../client/shared/crypto/packet.ts";
import { STATES, type State } from "../../../client/shared/crypto/states.ts";
import { card, id, row } from "./samples.ts";

const TODAY = "2026-11-22";
const DAY_MS = 86_400_000;
const dayAgo = (days: number): string => new Date(Date.parse(TODAY) - days * DAY_MS).toISOString().slice(0, 10);
const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
const ENDED = ["confirmed", "not_eligible", "duplicate", "closed"];
const PATIENCE: Partial<Record<State, number>> = {
  received: 3, screening: 7, more_info: 30, verified: 14, referred: 30, accepted: 30, in_progress: 60, resolved: 30, reopened: 3,
};

interface Case {
  card: Card;
  row: Workflow;
}

const state = fc.constantFrom(...STATES);
const ago = fc.integer({ min: 0, max: 900 });
const turns = fc.array(fc.tuple(ago, state), { minLength: 1, maxLength: 6 });
const words = { province: ["", "น่าน", "แพร่", "ตาก"], agency: ["ป.ป.ช.", "ป.ป.ท."] };

const oneCase = fc.record({
  turns, came: ago, kind: fc.option(fc.constantFrom(...CATEGORIES)), province: fc.constantFrom(...words.province),
  referral: fc.option(fc.tuple(fc.constantFrom(...words.agency), ago)), merged: fc.integer({ min: 0, max: 9 }),
});

function made(cases: readonly (typeof oneCase extends fc.Arbitrary<infer T> ? T : never)[]): Case[] {
  return cases.map(({ turns, came, kind, province, referral, merged }, n) => {
    const history = [...turns].sort(([a], [b]) => b - a).map(([days, state]) => ({ day: dayAgo(days), by: "", state }));
    const last = history[history.length - 1]!;
    return {
      card: card(n, {
        kind, province, history, day: dayAgo(came), merged_into: merged === 0 ? id(999) : null,
        referral: referral && { agency: referral[0], day: dayAgo(referral[1]), reference: "" },
      }),
      row: row(n, { state: last.state, opened: dayAgo(came), changed: last.day }),
    };
  });
}

function bookOf(cases: readonly Case[]): Book {
  const book = new Book();
  // An empty packet is no case, and counts nowhere.
  book.put([...cases.map(({ card }) => card), card(998, { cover: true, kind: "land", province: "น่าน" })], 1);
  book.follow([...cases.map(({ row }) => row), row(998)]);
  return book;
}

const isOpen = ({ card, row }: Case): boolean => card.merged_into === null && !ENDED.includes(row.state);
const isLate = (one: Case): boolean => isOpen(one) && daysFrom(one.row.changed, TODAY) > PATIENCE[one.row.state]!;
const slowMedian = (all: number[]): number | null => {
  const sorted = [...all].sort((a, b) => a - b);
  if (!sorted.length) return null;
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};
const group = (name: string, cases: readonly Case[], spent: number[]) => ({
  name, cases: cases.length, open: cases.filter(isOpen).length, overdue: cases.filter(isLate).length, median: slowMedian(spent), done: spent.length,
});

function lasted(cases: readonly Case[]): number[] {
  const over = cases.filter((one) => !isOpen(one) && one.card.merged_into === null);
  return over.map(({ card, row }) => Math.max(0, daysFrom(row.opened, card.history[card.history.length - 1]!.day)));
}

/** Group by group, each over all cases anew. */
function slowly(all: readonly Case[]) {
  const by = (name: (one: Case) => string) => [...new Set(all.map(name))].map((one) => {
    const cases = all.filter((other) => name(other) === one);
    return group(one, cases, lasted(cases));
  });
  return {
    states: STATES.map((state) => {
      const stays = all.flatMap(({ card: { history } }) => history.flatMap((turn, n) =>
        n + 1 < history.length && turn.state === state ? [daysFrom(turn.day, history[n + 1]!.day)] : []));
      return group(state, all.filter(({ row }) => row.state === state), stays);
    }),
    kinds: by(({ card }) => card.kind ?? "none"),
    provinces: by(({ card }) => card.province),
    agencies: words.agency.flatMap((agency) => slowAgency(agency, all)),
  };
}

function slowAgency(agency: string, all: readonly Case[]) {
  const theirs = all.filter(({ card }) => card.referral?.agency === agency);
  const back = (one: Case): string | null => {
    const { history } = one.card;
    const places = history.flatMap(({ state }, n) => (state === "referred" ? [n] : []));
    const rest = history.slice((places.pop() ?? -1) + 1);
    return rest.find(({ state }) => !["referred", "accepted", "in_progress", "more_info"].includes(state))?.day ?? null;
  };
  const there = theirs.filter((one) => back(one) === null && isOpen(one));
  const spent = theirs.flatMap((one) => (back(one) === null ? [] : [Math.max(0, daysFrom(one.card.referral!.day, back(one)!))]));
  const counted = { name: agency, cases: theirs.length, open: there.length, overdue: there.filter(isLate).length };
  return theirs.length ? [{ ...counted, median: slowMedian(spent), done: spent.length }] : [];
}

const byName = <T extends { name: string }>(groups: readonly T[]): T[] => [...groups].sort((a, b) => (a.name < b.name ? -1 : 1));
const sorted = (found: Pick<Figures, "states" | "kinds" | "provinces" | "agencies">) => ({
  states: found.states, kinds: byName(found.kinds), provinces: byName(found.provinces), agencies: byName(found.agencies),
});

test("every number is the one that a slow count finds", () => {
  fc.assert(fc.property(fc.array(oneCase, { maxLength: 40 }), fc.option(fc.constantFrom(30, 90, 365), { nil: undefined }), (some, within) => {
    const cases = made(some);
    const here = cases.filter(({ row }) => within === undefined || daysFrom(row.opened, TODAY) <= within);
    const found = bookOf(cases).figures({ filters: within === undefined ? {} : { within }, today: TODAY });
    assert.deepEqual(sorted(found), sorted(slowly(here)));
    const open = here.filter(isOpen);
    const ages = open.map(({ row }) => daysFrom(row.opened, TODAY));
    assert.deepEqual([found.cases, found.open, found.overdue], [here.length, open.length, here.filter(isLate).length]);
    assert.equal(found.medianAge, slowMedian(ages));
    for (const { from, to, cases, overdue } of found.ages) {
      const such = open.filter((_, n) => ages[n]! >= from && ages[n]! <= (to ?? Infinity));
      assert.deepEqual([cases, overdue], [such.length, such.filter(isLate).length]);
    }
    barsHold(found, here);
  }), { numRuns: 200 });
});

/** Bars touch, none is missing, and each holds what came from its day to the next one's. */
function barsHold({ arrivals: { bars, unit } }: Figures, here: readonly Case[]): void {
  assert.ok(bars.length > 0 && bars.length <= 62, `${bars.length} bars`);
  bars.forEach(({ from, cases }, n) => {
    const next = bars[n + 1]?.from ?? "9999-12-31";
    assert.equal(here.filter(({ row }) => row.opened >= from && row.opened < next).length, cases);
    if (unit === "week") assert.equal(new Date(from).getUTCDay(), 1);
    if (unit === "month") assert.equal(from.slice(8), "01");
    if (unit === "year") assert.equal(from.slice(5), "01-01");
  });
  assert.equal(bars.reduce((sum, { cases }) => sum + cases, 0), here.length);
}

test("a period has its bars also when nothing came", () => {
  const { arrivals, medianAge, ages } = bookOf([]).figures({ filters: { within: 29 }, today: TODAY });
  assert.deepEqual([arrivals.unit, arrivals.bars.length, arrivals.bars[0]!.from], ["day", 30, "2026-10-24"]);
  assert.deepEqual([medianAge, ages.length], [null, 6]);
});

test("a card that claims to be a thousand years old makes no endless chart", () => {
  const book = new Book();
  book.put([card(1, { day: "0999-12-31" }), card(2)], 1);
  const { arrivals } = book.figures({ filters: {}, today: TODAY });
  assert.deepEqual([arrivals.unit, arrivals.bars.length], ["year", 100]);
});

test("the median is in the middle", () => {
  assert.deepEqual([median([]), median([4]), median([9, 1]), median([30, 2, 10])], [null, 4, 5, 10]);
});

test("the links of the ages lead to as many cases as they count", () => {
  const cases = made(fc.sample(oneCase, { numRuns: 200, seed: 7 }));
  const book = bookOf(cases);
  for (const { from, to, cases: count } of book.figures({ filters: {}, today: TODAY }).ages) {
    const filters = { queue: "open" as const, before: from, ...(to === null ? {} : { within: to }) };
    assert.equal(book.ask({ text: "", filters, sort: "newest", offset: 0, limit: 1, today: TODAY }).total, count);
  }
});
