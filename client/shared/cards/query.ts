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
  queue?: "open" | "overdue" | "ended";
  files?: boolean;
  /** Came at most, or at least, so many days ago. */
  within?: number;
  before?: number;
}

/** How many cases each value has, if only its own line of filters were empty. */
export type Counts = Record<Counted, Record<string, number>>;
export const COUNTED = [...SINGLE, "label", "queue"] as const;
export type Counted = (typeof COUNTED)[number];

const LABEL = COUNTED.indexOf("label");
const QUEUE = COUNTED.indexOf("queue");
const QUEUES = ["open", "overdue", "ended"] as const;
const [OPEN, OVERDUE, OVER] = [0, 1, 2];
const SINGLES = COLUMN.state;

export interface Chosen {
  rows: number[];
  counts: Counts;
}

/** Which codes will do, by line of filters; null for all. */
type Wanted = ReadonlySet<number> | null;

function wantedOf(filters: Filters, words: Words): Wanted[] {
  return COUNTED.map((name) => {
    if (name === "queue") return filters.queue ? new Set([QUEUES.indexOf(filters.queue)]) : null;
    const values = filters[name];
    return values?.length ? new Set(values.map((value: string) => words.code(value))) : null;
  });
}

/** What a walk looks at: the columns of the row that begins at `at`, on the day `now`. */
interface Walk {
  cells: Int32Array;
  labels: Shelf["labels"];
  now: number;
  wanted: readonly Wanted[];
}

/**
 * Those of `order` (in it) that pass; with `mark` only rows that have that mark. Walked over a
 * hundred thousand of them for every letter that is typed.
 */
export function choose({ facts, corpus, codes, labels }: Shelf, order: readonly number[], filters: Filters, today: string, mark: number | null): Chosen {
  const walk: Walk = { cells: facts.cells, labels, now: dayNumber(today), wanted: wantedOf(filters, codes) };
  const tallies = COUNTED.map(() => new Int32Array(codes.size + QUEUES.length));
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
  const counts = Object.fromEntries(COUNTED.map((name, n) => [name, countsOf(tallies[n]!, n, codes)])) as Counts;
  return { rows, counts };
}

/** What has no counts: the rest of the filters. */
function passes({ cells, now }: Walk, at: number, { files, within, before }: Filters): boolean {
  if (files !== undefined && cells[at + COLUMN.files]! > 0 !== files) return false;
  const age = now - cells[at + COLUMN.came]!;
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

function has(wanted: ReadonlySet<number>, n: number, { cells, labels, now }: Walk, at: number): boolean {
  if (n < LABEL) return wanted.has(cells[at + SINGLES + n]!);
  if (n === LABEL) return labels.of(cells[at + COLUMN.labels]!).some((code) => wanted.has(code));
  return wanted.has(isOver(cells, at) ? OVER! : OPEN!) || (now >= cells[at + COLUMN.due]! && wanted.has(OVERDUE!));
}

function tally(counts: Int32Array, n: number, { cells, labels, now }: Walk, at: number): void {
  if (n < LABEL) {
    counts[cells[at + SINGLES + n]!]!++;
  } else if (n === LABEL) {
    for (const code of labels.of(cells[at + COLUMN.labels]!)) counts[code]!++;
  } else {
    counts[isOver(cells, at) ? OVER! : OPEN!]!++;
    if (now >= cells[at + COLUMN.due]!) counts[OVERDUE!]!++;
  }
}

function countsOf(counts: Int32Array, n: number, words: Words): Record<string, number> {
  const all: [string, number][] = [];
  counts.forEach((count, code) => {
    if (count) all.push([n === QUEUE ? QUEUES[code]! : words.word(code), count]);
  });
  return Object.fromEntries(all);
}
