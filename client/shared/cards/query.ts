/** From all cases to those that are asked for: filters, order and counts, in one walk over memory. */
import type { State } from "../crypto/states.ts";
import type { Risk } from "./card.ts";
import { dayNumber, type Entry, SINGLE, type Words } from "./entry.ts";

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

export const SORTS = ["newest", "oldest", "waiting", "risk", "place"] as const;
export type Sort = (typeof SORTS)[number];

/** How many cases each value has, if only its own line of filters were empty. */
export type Counts = Record<Counted, Record<string, number>>;
export const COUNTED = [...SINGLE, "label", "queue"] as const;
export type Counted = (typeof COUNTED)[number];

const LABEL = COUNTED.indexOf("label");
const QUEUE = COUNTED.indexOf("queue");
const QUEUES = ["open", "overdue", "ended"] as const;
const [OPEN, OVERDUE, OVER] = [0, 1, 2];

export interface Chosen {
  entries: Entry[];
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

/**
 * Those of `entries` (in their order) that pass; entries whose mark is not `mark` do not count at
 * all. Walked over a hundred thousand of them for every letter that is typed.
 */
export function choose(entries: readonly Entry[], filters: Filters, today: string, mark: number | null, words: Words): Chosen {
  const wanted = wantedOf(filters, words);
  const tallies = COUNTED.map(() => new Int32Array(words.size + QUEUES.length));
  const now = dayNumber(today);
  const chosen: Entry[] = [];
  for (const entry of entries) {
    if ((mark !== null && entry.mark !== mark) || !passes(entry, filters, now)) continue;
    const failed = failing(entry, wanted, now);
    if (failed === NONE_FAILS) {
      chosen.push(entry);
      for (let n = 0; n < COUNTED.length; n++) tally(tallies[n]!, n, entry, now);
    } else if (failed !== MANY_FAIL) {
      // One line fails: the case counts there, as what else could be had.
      tally(tallies[failed]!, failed, entry, now);
    }
  }
  const counts = Object.fromEntries(COUNTED.map((name, n) => [name, countsOf(tallies[n]!, n, words)])) as Counts;
  return { entries: chosen, counts };
}

/** What has no counts: the rest of the filters. */
function passes(entry: Entry, { files, within, before }: Filters, now: number): boolean {
  if (files !== undefined && entry.files > 0 !== files) return false;
  return (within === undefined || now - entry.came <= within) && (before === undefined || now - entry.came >= before);
}

const NONE_FAILS = -1;
const MANY_FAIL = -2;

/** The number of the one line of filters that `entry` fails, or NONE_FAILS, or MANY_FAIL. */
function failing(entry: Entry, wanted: readonly Wanted[], now: number): number {
  let failed = NONE_FAILS;
  for (let n = 0; n < wanted.length; n++) {
    const values = wanted[n];
    if (!values || has(values, n, entry, now)) continue;
    if (failed !== NONE_FAILS) return MANY_FAIL;
    failed = n;
  }
  return failed;
}

function has(wanted: ReadonlySet<number>, n: number, entry: Entry, now: number): boolean {
  if (n === LABEL) return entry.labelCodes.some((code) => wanted.has(code));
  if (n === QUEUE) return wanted.has(entry.ended ? OVER! : OPEN!) || (now >= entry.due && wanted.has(OVERDUE!));
  return wanted.has(entry.codes[n]!);
}

function tally(counts: Int32Array, n: number, entry: Entry, now: number): void {
  if (n < LABEL) {
    counts[entry.codes[n]!]!++;
  } else if (n === LABEL) {
    for (const code of entry.labelCodes) counts[code]!++;
  } else {
    counts[entry.ended ? OVER! : OPEN!]!++;
    if (now >= entry.due) counts[OVERDUE!]!++;
  }
}

function countsOf(counts: Int32Array, n: number, words: Words): Record<string, number> {
  const all: [string, number][] = [];
  counts.forEach((count, code) => {
    if (count) all.push([n === QUEUE ? QUEUES[code]! : words.word(code), count]);
  });
  return Object.fromEntries(all);
}

const RANK: Record<string, number> = { red: 0, yellow: 1, none: 2, green: 3 };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byNewest = (a: Entry, b: Entry): number => b.came - a.came || compare(b.day, a.day) || compare(a.id, b.id);
const rank = ({ risk }: Entry): number => RANK[risk ?? "none"] ?? 2;

export const ORDERS: Record<Sort, (a: Entry, b: Entry) => number> = {
  newest: byNewest,
  oldest: (a, b) => byNewest(b, a),
  waiting: (a, b) => compare(a.workflow?.changed ?? "", b.workflow?.changed ?? "") || byNewest(b, a),
  risk: (a, b) => rank(a) - rank(b) || byNewest(a, b),
  place: (a, b) => compare(a.province, b.province) || compare(a.district, b.district) || byNewest(a, b),
};
