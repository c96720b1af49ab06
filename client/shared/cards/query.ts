/** From all cases to those that are asked for: filters, order and counts, in one walk over memory. */
import type { State } from "../crypto/states.ts";
import type { Risk } from "./card.ts";
import { daysBetween, type Entry, isOpen, isOverdue, stateOf } from "./entry.ts";

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
export const COUNTED = ["state", "kind", "province", "risk", "assignee", "language", "label", "watchpoint", "queue"] as const;
export type Counted = (typeof COUNTED)[number];

export const assigneeOf = ({ workflow }: Entry): string => workflow?.assignee ?? NOBODY;

/** The values of one entry in one line of filters. */
const VALUES: Record<Counted, (entry: Entry, today: string) => string | readonly string[]> = {
  state: stateOf,
  kind: ({ kind }) => kind ?? "none",
  province: ({ province }) => province,
  risk: ({ risk }) => risk ?? "none",
  assignee: assigneeOf,
  language: ({ language }) => language,
  label: ({ labels }) => labels,
  watchpoint: ({ watchpoint }) => watchpoint ?? NONE,
  queue: (entry, today) => (!isOpen(entry) ? "ended" : isOverdue(entry, today) ? OPEN_AND_OVERDUE : "open"),
};
const NONE: readonly string[] = [];
const OPEN_AND_OVERDUE: readonly string[] = ["open", "overdue"];

type Wanted = ReadonlySet<string> | null;

function wantedOf(filters: Filters): Wanted[] {
  return COUNTED.map((name) => {
    const value = filters[name];
    const values = typeof value === "string" ? [value] : (value ?? []);
    return values.length ? new Set<string>(values) : null;
  });
}

const has = (wanted: ReadonlySet<string>, value: string | readonly string[]): boolean =>
  typeof value === "string" ? wanted.has(value) : value.some((one) => wanted.has(one));

/** What has no counts: the rest of the filters. */
function passes(entry: Entry, { files, within, before }: Filters, today: string): boolean {
  if (files !== undefined && entry.files > 0 !== files) return false;
  if (within === undefined && before === undefined) return true;
  const age = daysBetween(entry.workflow?.opened ?? entry.day, today);
  return (within === undefined || age <= within) && (before === undefined || age >= before);
}

export interface Chosen {
  entries: Entry[];
  counts: Counts;
}

/** Those of `entries` (in their order) that pass; entries whose mark is not `mark` do not count at all. */
export function choose(entries: readonly Entry[], filters: Filters, today: string, mark: number | null): Chosen {
  const wanted = wantedOf(filters);
  const tallies = COUNTED.map(() => new Map<string, number>());
  const chosen: Entry[] = [];
  for (const entry of entries) {
    if ((mark !== null && entry.mark !== mark) || !passes(entry, filters, today)) continue;
    const failed = failing(entry, wanted, today);
    if (failed === NONE_FAILS) {
      chosen.push(entry);
      for (let n = 0; n < COUNTED.length; n++) tally(tallies[n]!, READ[n]!(entry, today));
    } else if (failed !== MANY_FAIL) {
      // One line fails: the case counts there, as what else could be had.
      tally(tallies[failed]!, READ[failed]!(entry, today));
    }
  }
  const counts = Object.fromEntries(COUNTED.map((name, n) => [name, Object.fromEntries(tallies[n]!)])) as Counts;
  return { entries: chosen, counts };
}

const NONE_FAILS = -1;
const MANY_FAIL = -2;
/** As VALUES, by number: this is walked a hundred thousand times for every letter that is typed. */
const READ = COUNTED.map((name) => VALUES[name]);

/** The number of the one line of filters that `entry` fails, or NONE_FAILS, or MANY_FAIL. */
function failing(entry: Entry, wanted: readonly Wanted[], today: string): number {
  let failed = NONE_FAILS;
  for (let n = 0; n < wanted.length; n++) {
    const values = wanted[n];
    if (!values || has(values, READ[n]!(entry, today))) continue;
    if (failed !== NONE_FAILS) return MANY_FAIL;
    failed = n;
  }
  return failed;
}

function tally(counts: Map<string, number>, value: string | readonly string[]): void {
  if (typeof value === "string") counts.set(value, (counts.get(value) ?? 0) + 1);
  else for (const one of value) counts.set(one, (counts.get(one) ?? 0) + 1);
}

const RANK: Record<string, number> = { red: 0, yellow: 1, none: 2, green: 3 };
const cameOn = ({ workflow, day }: Entry): string => workflow?.opened ?? day;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byNewest = (a: Entry, b: Entry): number => compare(cameOn(b), cameOn(a)) || compare(b.day, a.day) || compare(a.id, b.id);
const rank = ({ risk }: Entry): number => RANK[risk ?? "none"] ?? 2;

export const ORDERS: Record<Sort, (a: Entry, b: Entry) => number> = {
  newest: byNewest,
  oldest: (a, b) => byNewest(b, a),
  waiting: (a, b) => compare(a.workflow?.changed ?? "", b.workflow?.changed ?? "") || byNewest(b, a),
  risk: (a, b) => rank(a) - rank(b) || byNewest(a, b),
  place: (a, b) => compare(a.province, b.province) || compare(a.district, b.district) || byNewest(a, b),
};
