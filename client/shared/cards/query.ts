/** From all cases to those that are asked for: filters, then counts, in walks over memory. */
import type { State } from "../crypto/states.ts";
import type { Risk } from "./card.ts";
import type { Shelf } from "./entry.ts";
import { FLAG, SINGLE } from "./facts.ts";
import { dayNumber, type Words } from "./words.ts";

/** Nobody has taken these on. */
export const NOBODY = "";

/** What is empty filters nothing; within one line any of the values will do. */
export interface Filters {
  state?: readonly State[];
  kind?: readonly string[];
  province?: readonly string[];
  risk?: readonly (Risk | "none")[];
  /** Moderators' ids; NOBODY for cases without one. */
  assignee?: readonly string[];
  language?: readonly string[];
  label?: readonly string[];
  watchpoint?: readonly string[];
  /** Which the report is about, and to which the case was referred; as they were written. */
  agency?: readonly string[];
  referred?: readonly string[];
  queue?: "open" | "overdue" | "ended";
  files?: boolean;
  /** Came in the week or the month of today; a week begins on Monday. */
  period?: Period;
  /** Came on these days or between them, `YYYY-MM-DD`. */
  from?: string;
  to?: string;
  /** Came at most, or at least, so many days ago. */
  within?: number;
  before?: number;
}

export type Period = "week" | "month";

/** How many cases each value has, if only its own line of filters were empty. */
export type Counts = Record<Counted, Record<string, number>>;
export const COUNTED = [...SINGLE, "label", "queue", "period", "agency", "referred"] as const;
export type Counted = (typeof COUNTED)[number];

/** Of what people write as they like there are many different words; a page offers the most frequent. */
const MOST_WRITTEN = 60;

export interface Chosen {
  rows: number[];
  /** Takes about as long as choosing, and can wait until the rows are on screen. */
  counts(): Counts;
}

type Rows = readonly number[];
type Test = (row: number) => boolean;

/** One line of filters: which cases pass it, and how many have each of its values. */
interface Line {
  /** Null when every case passes. */
  passes: Test | null;
  count(all: readonly Rows[]): Record<string, number>;
}

/**
 * Those of `order` (in it) that pass; with `mark` only rows that have that mark. Walked over a
 * hundred thousand of them for every letter that is typed.
 */
export function choose(shelf: Shelf, order: Rows, filters: Filters, today: string, mark: number | null): Chosen {
  const { marks } = shelf.corpus;
  const came = between(shelf, filters, today);
  const lines = linesOf(shelf, filters, today);
  const asked = COUNTED.filter((name) => lines[name].passes);
  const tests = asked.map((name) => lines[name].passes!);
  const rows: number[] = [];
  // Those that fail one line count there, as what else could be had.
  const near = asked.map((): number[] => []);
  for (const row of order) {
    if ((mark !== null && marks[row] !== mark) || !came(row)) continue;
    const failed = failing(tests, row);
    if (failed === NONE_FAILS) rows.push(row);
    else if (failed !== MANY_FAIL) near[failed]!.push(row);
  }
  const countOf = (name: Counted) => lines[name].count([rows, near[asked.indexOf(name)] ?? []]);
  return { rows, counts: () => Object.fromEntries(COUNTED.map((name) => [name, countOf(name)])) as Counts };
}

/** What has no counts: the rest of the filters. */
function between({ facts }: Shelf, { files, from, to, within, before }: Filters, today: string): Test {
  const [came, attached, now] = [facts.column("came"), facts.column("files"), dayNumber(today)];
  const first = Math.max(from ? dayNumber(from) : -Infinity, within === undefined ? -Infinity : now - within);
  const last = Math.min(to ? dayNumber(to) : Infinity, before === undefined ? Infinity : now - before);
  return (row) => came[row]! >= first && came[row]! <= last && (files === undefined || attached[row]! > 0 === files);
}

const NONE_FAILS = -1;
const MANY_FAIL = -2;

/** Which one of the tests the row fails, or NONE_FAILS, or MANY_FAIL. */
function failing(tests: readonly Test[], row: number): number {
  let failed = NONE_FAILS;
  for (let n = 0; n < tests.length; n++) {
    if (tests[n]!(row)) continue;
    if (failed !== NONE_FAILS) return MANY_FAIL;
    failed = n;
  }
  return failed;
}

function linesOf(shelf: Shelf, filters: Filters, today: string): Record<Counted, Line> {
  const { facts, codes, words } = shelf;
  const singles = SINGLE.map((name) => [name, oneWord(facts.column(name), codes, filters[name])]);
  return {
    ...(Object.fromEntries(singles) as Record<(typeof SINGLE)[number], Line>),
    label: labels(shelf, filters.label),
    queue: queues(shelf, filters.queue, dayNumber(today)),
    period: periods(shelf, filters.period, today),
    agency: oneWord(facts.column("agency"), words, filters.agency, MOST_WRITTEN),
    referred: oneWord(facts.column("referred"), words, filters.referred, MOST_WRITTEN),
  };
}

/** What a case has exactly one of; of more than `most` different ones only the most frequent are told. */
function oneWord(column: Int32Array, all: Words, wanted: readonly string[] = [], most = Infinity): Line {
  const codes = new Set(wanted.map((value) => all.code(value)));
  return {
    passes: codes.size ? (row) => codes.has(column[row]!) : null,
    count(rows) {
      const counts = tally(column, all.size, rows);
      return Object.fromEntries(highest(counts, most).map((code) => [all.word(code), counts[code]!]));
    },
  };
}

/** Where the `most` highest of `counts` are: without sorting what may be as many as the cases. */
function highest(counts: Int32Array, most: number): number[] {
  const often = new Int32Array(counts.reduce((a, b) => Math.max(a, b), 0) + 1);
  for (const count of counts) often[count]!++;
  let [least, left] = [often.length, most];
  while (least > 1 && left > 0) left -= often[--least]!;
  const [codes, last]: [number[], number[]] = [[], []];
  for (let code = 0; code < counts.length; code++) {
    if (counts[code]! >= least) (counts[code] === least ? last : codes).push(code);
  }
  return [...codes, ...last.slice(0, Math.min(most, codes.length + last.length) - codes.length)];
}

function labels({ facts, codes, labels: sets }: Shelf, wanted: readonly string[] = []): Line {
  const column = facts.column("labels");
  const any = new Set(wanted.map((value) => codes.code(value)));
  return {
    passes: any.size ? (row) => sets.of(column[row]!).some((code) => any.has(code)) : null,
    count(rows) {
      const counts = new Map<string, number>();
      tally(column, sets.all.length, rows).forEach((count, set) => {
        if (count) for (const label of sets.of(set).map((code) => codes.word(code))) counts.set(label, (counts.get(label) ?? 0) + count);
      });
      return Object.fromEntries(counts);
    },
  };
}

function queues({ facts }: Shelf, wanted: Filters["queue"], now: number): Line {
  const [flags, due] = [facts.column("flags"), facts.column("due")];
  const ended: Test = (row) => (flags[row]! & FLAG.ended) !== 0;
  return tested({ open: (row) => !ended(row), overdue: (row) => now >= due[row]!, ended }, wanted);
}

/** Day 0 was a Thursday. */
const sinceMonday = (day: number): number => (day + 3) % 7;

function periods({ facts }: Shelf, wanted: Period | undefined, today: string): Line {
  const [came, now] = [facts.column("came"), dayNumber(today)];
  const [week, month] = [now - sinceMonday(now), dayNumber(`${today.slice(0, 8)}01`)];
  return tested<Period | "all">({ all: () => true, week: (row) => came[row]! >= week, month: (row) => came[row]! >= month }, wanted);
}

/** How many rows have each code in that column. */
function tally(column: Int32Array, size: number, all: readonly Rows[]): Int32Array {
  const counts = new Int32Array(size);
  for (const rows of all) for (const row of rows) counts[column[row]!]!++;
  return counts;
}

/** Values that are told by a test each, and of which a case may have several. */
function tested<Name extends string>(is: Record<Name, Test>, wanted: Name | undefined): Line {
  const names = Object.keys(is) as Name[];
  return {
    passes: wanted ? is[wanted] : null,
    count(all) {
      const found = names.map((name) => [name, all.reduce((sum, rows) => sum + howMany(is[name], rows), 0)] as const);
      return Object.fromEntries(found.filter(([, count]) => count));
    },
  };
}

function howMany(test: Test, rows: Rows): number {
  let count = 0;
  for (const row of rows) if (test(row)) count++;
  return count;
}
