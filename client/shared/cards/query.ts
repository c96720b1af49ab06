/** From all cases to those that are asked for: filters and counts, in one walk over memory. */
import type { State } from "../crypto/states.ts";
import type { Risk } from "./card.ts";
import type { Shelf } from "./entry.ts";
import { COLUMN, FLAG, SINGLE, STRIDE } from "./facts.ts";
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

const LABEL = COUNTED.indexOf("label");
const QUEUE = COUNTED.indexOf("queue");
const PERIOD = COUNTED.indexOf("period");
const QUEUES = ["open", "overdue", "ended"] as const;
const [OPEN, OVERDUE, OVER] = [0, 1, 2];
const PERIODS = ["all", "week", "month"] as const;
const [ALL, WEEK, MONTH] = [0, 1, 2];
const SINGLES = COLUMN.state;
/** Of what people write as they like there are many different words; a page offers the most frequent. */
const WRITTEN: Partial<Record<Counted, number>> = { agency: COLUMN.agency, referred: COLUMN.referred };
const WRITTEN_AT = COUNTED.map((name) => WRITTEN[name] ?? -1);
const MOST_WRITTEN = 60;

export interface Chosen {
  rows: number[];
  counts: Counts;
}

/** Which codes will do, by line of filters; null for all. */
type Wanted = ReadonlySet<number> | null;

function wantedOf(filters: Filters, codes: Words, words: Words): Wanted[] {
  return COUNTED.map((name) => {
    if (name === "queue") return filters.queue ? new Set([QUEUES.indexOf(filters.queue)]) : null;
    if (name === "period") return filters.period ? new Set([PERIODS.indexOf(filters.period)]) : null;
    const values = filters[name];
    const all = name in WRITTEN ? words : codes;
    return values?.length ? new Set(values.map((value: string) => all.code(value))) : null;
  });
}

/** What a walk looks at: the columns of the row that begins at `at`, on the day `now`. */
interface Walk {
  cells: Int32Array;
  labels: Shelf["labels"];
  now: number;
  /** The first day of this week and of this month. */
  week: number;
  month: number;
  /** The days between which they came. */
  from: number;
  to: number;
  wanted: readonly Wanted[];
}

/** Day 0 was a Thursday. */
const sinceMonday = (day: number): number => (day + 3) % 7;

function walkOf({ facts, codes, words, labels }: Shelf, filters: Filters, today: string): Walk {
  const now = dayNumber(today);
  return {
    cells: facts.cells, labels, now,
    week: now - sinceMonday(now),
    month: dayNumber(`${today.slice(0, 8)}01`),
    from: filters.from ? dayNumber(filters.from) : -Infinity,
    to: filters.to ? dayNumber(filters.to) : Infinity,
    wanted: wantedOf(filters, codes, words),
  };
}

/**
 * Those of `order` (in it) that pass; with `mark` only rows that have that mark. Walked over a
 * hundred thousand of them for every letter that is typed.
 */
export function choose(shelf: Shelf, order: readonly number[], filters: Filters, today: string, mark: number | null): Chosen {
  const walk = walkOf(shelf, filters, today);
  const { corpus, codes, words } = shelf;
  const tallies = COUNTED.map((name) => new Int32Array(name in WRITTEN ? words.size : codes.size + QUEUES.length));
  const { marks } = corpus;
  const rows: number[] = [];
  for (const row of order) {
    const at = row * STRIDE;
    if ((mark !== null && marks[row] !== mark) || !passes(walk, at, filters)) continue;
    const failed = failing(walk, at);
    if (failed === NONE_FAILS) {
      rows.push(row);
      for (let n = 0; n < COUNTED.length; n++) tally(tallies[n]!, n, walk, at);
    } else if (failed !== MANY_FAIL) {
      // One line fails: the case counts there, as what else could be had.
      tally(tallies[failed]!, failed, walk, at);
    }
  }
  const counts = Object.fromEntries(COUNTED.map((name, n) => [name, countsOf(tallies[n]!, n, shelf)])) as Counts;
  return { rows, counts };
}

/** What has no counts: the rest of the filters. */
function passes({ cells, now, from, to }: Walk, at: number, { files, within, before }: Filters): boolean {
  if (files !== undefined && cells[at + COLUMN.files]! > 0 !== files) return false;
  const came = cells[at + COLUMN.came]!;
  if (came < from || came > to) return false;
  const age = now - came;
  return (within === undefined || age <= within) && (before === undefined || age >= before);
}

const NONE_FAILS = -1;
const MANY_FAIL = -2;

/** The number of the one line of filters that the row fails, or NONE_FAILS, or MANY_FAIL. */
function failing(walk: Walk, at: number): number {
  let failed = NONE_FAILS;
  for (let n = 0; n < walk.wanted.length; n++) {
    const values = walk.wanted[n];
    if (!values || has(values, n, walk, at)) continue;
    if (failed !== NONE_FAILS) return MANY_FAIL;
    failed = n;
  }
  return failed;
}

const isOver = (cells: Int32Array, at: number): boolean => (cells[at + COLUMN.flags]! & FLAG.ended) !== 0;

function has(wanted: ReadonlySet<number>, n: number, { cells, labels, now, week, month }: Walk, at: number): boolean {
  if (n > PERIOD) return wanted.has(cells[at + WRITTEN_AT[n]!]!);
  if (n === PERIOD) return cells[at + COLUMN.came]! >= (wanted.has(WEEK!) ? week : month);
  if (n < LABEL) return wanted.has(cells[at + SINGLES + n]!);
  if (n === LABEL) return labels.of(cells[at + COLUMN.labels]!).some((code) => wanted.has(code));
  return wanted.has(isOver(cells, at) ? OVER! : OPEN!) || (now >= cells[at + COLUMN.due]! && wanted.has(OVERDUE!));
}

function tally(counts: Int32Array, n: number, { cells, labels, now, week, month }: Walk, at: number): void {
  if (n < LABEL) {
    counts[cells[at + SINGLES + n]!]!++;
  } else if (n > PERIOD) {
    counts[cells[at + WRITTEN_AT[n]!]!]!++;
  } else if (n === PERIOD) {
    const came = cells[at + COLUMN.came]!;
    counts[ALL!]!++;
    if (came >= week) counts[WEEK!]!++;
    if (came >= month) counts[MONTH!]!++;
  } else if (n === LABEL) {
    for (const code of labels.of(cells[at + COLUMN.labels]!)) counts[code]!++;
  } else {
    counts[isOver(cells, at) ? OVER! : OPEN!]!++;
    if (now >= cells[at + COLUMN.due]!) counts[OVERDUE!]!++;
  }
}

function countsOf(counts: Int32Array, n: number, { codes, words }: Shelf): Record<string, number> {
  const all: [number, number][] = [];
  counts.forEach((count, code) => {
    if (count) all.push([code, count]);
  });
  const word = n === QUEUE ? (code: number) => QUEUES[code]! : n === PERIOD ? (code: number) => PERIODS[code]! : (code: number) => (n > PERIOD ? words : codes).word(code);
  const some = n > PERIOD && all.length > MOST_WRITTEN ? all.sort((a, b) => b[1] - a[1]).slice(0, MOST_WRITTEN) : all;
  return Object.fromEntries(some.map(([code, count]) => [word(code), count]));
}
