/**
 * What many cases say together: how many came when, how old the open ones are, how long things
 * take. Counted in one walk over memory, where the cards are; nobody else can count them.
 */
import { STATES } from "../crypto/states.ts";
import { type Entry, NO } from "./entry.ts";
import { dayOf, placeOf } from "./turns.ts";

/** What cases of one kind, place, state or agency have in common. */
export interface Group {
  /** A state, a kind or NO, a province, an agency; "" where the card does not say. */
  name: string;
  cases: number;
  open: number;
  overdue: number;
  /** Days spent, the median of those `done`; null when there are none. */
  median: number | null;
  done: number;
}

export type Unit = "day" | "week" | "month" | "year";

export interface Arrivals {
  unit: Unit;
  /** Each from a day (`YYYY-MM-DD`) to the day before the next one. */
  bars: { from: string; cases: number }[];
}

/** Open cases that came `from` to `to` days ago, both included; null: any longer. */
export interface Age {
  from: number;
  to: number | null;
  cases: number;
  overdue: number;
}

export interface Figures {
  cases: number;
  open: number;
  overdue: number;
  /** Age in days of the open cases. */
  medianAge: number | null;
  arrivals: Arrivals;
  ages: Age[];
  /** Those in the state now; days spent in it by cases that have left it. All of STATES, in their order. */
  states: Group[];
  /** Days from the first report to the end; the most frequent first, as in what follows. */
  kinds: Group[];
  provinces: Group[];
  /** Those that were referred to it; days from the referral until it was done with them. `open`: it has them now. */
  agencies: Group[];
}

/** While in these an agency has the case, once it was referred. */
const WITH_AGENCY = new Set((["referred", "accepted", "in_progress", "more_info"] as const).map((state) => STATES.indexOf(state)));
const REFERRED = STATES.indexOf("referred");

/** The last days of the ages, but for the oldest. */
const AGES = [7, 30, 90, 180, 365] as const;

class Tally {
  cases = 0;
  open = 0;
  overdue = 0;
  spent: number[] = [];

  add(open: boolean, overdue: boolean): void {
    this.cases++;
    if (open) this.open++;
    if (overdue) this.overdue++;
  }

  group(name: string): Group {
    const { cases, open, overdue, spent } = this;
    return { name, cases, open, overdue, median: median(spent), done: spent.length };
  }
}

class Tallies {
  #all = new Map<string, Tally>();

  of(name: string): Tally {
    let one = this.#all.get(name);
    if (!one) this.#all.set(name, (one = new Tally()));
    return one;
  }

  groups(): Group[] {
    const groups = [...this.#all].map(([name, tally]) => tally.group(name));
    return groups.sort((a, b) => b.cases - a.cases || (a.name < b.name ? -1 : 1));
  }
}

/** The middle one, or half-way between the two in the middle; null for none. */
export function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sorted = Float64Array.from(numbers).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** `today`: days since 1970; `within`: as in the filters that chose the entries. */
export function figures(entries: readonly Entry[], today: number, within?: number): Figures {
  const total = new Tally();
  const states = STATES.map(() => new Tally());
  const [kinds, provinces, agencies] = [new Tallies(), new Tallies(), new Tallies()];
  const ages = new Ages();
  for (const entry of entries) {
    const open = !entry.ended;
    const overdue = today >= entry.due;
    const age = Math.max(0, today - entry.came);
    const [kind, province] = [kinds.of(entry.kind ?? NO), provinces.of(entry.province)];
    for (const tally of [total, states[STATES.indexOf(entry.state)]!, kind, province]) tally.add(open, overdue);
    if (open) ages.add(age, overdue);
    if (open) total.spent.push(age);
    addStays(entry, states);
    addAgency(entry, agencies, overdue);
    const ended = endOf(entry);
    if (ended === null) continue;
    kind.spent.push(ended - entry.came);
    province.spent.push(ended - entry.came);
  }
  return {
    cases: total.cases,
    open: total.open,
    overdue: total.overdue,
    medianAge: median(total.spent),
    arrivals: arrivals(entries, today, within),
    ages: ages.all(),
    states: states.map((tally, n) => tally.group(STATES[n]!)),
    kinds: kinds.groups(),
    provinces: provinces.groups(),
    agencies: agencies.groups(),
  };
}

/** How long it was in each of the states that it has left. */
function addStays({ turns }: Entry, states: readonly Tally[]): void {
  for (let n = 1; n < turns.length; n++) {
    const days = dayOf(turns[n]!) - dayOf(turns[n - 1]!);
    states[placeOf(turns[n - 1]!)]!.spent.push(Math.max(0, days));
  }
}

function addAgency({ turns, referred, referredOn, ended }: Entry, agencies: Tallies, overdue: boolean): void {
  if (!referred) return;
  const tally = agencies.of(referred);
  const from = turns.map(placeOf).lastIndexOf(REFERRED);
  const back = turns.find((turn, n) => n > from && !WITH_AGENCY.has(placeOf(turn)));
  const there = back === undefined && !ended;
  tally.add(there, there && overdue);
  if (back !== undefined) tally.spent.push(Math.max(0, dayOf(back) - referredOn));
}

/** The day on which it ended; null while it is open, and for what was found to be another case. */
function endOf({ ended, merged, turns, came }: Entry): number | null {
  const last = turns[turns.length - 1];
  return ended && !merged && last !== undefined ? Math.max(came, dayOf(last)) : null;
}

class Ages {
  #cases = new Array<number>(AGES.length + 1).fill(0);
  #overdue = new Array<number>(AGES.length + 1).fill(0);

  add(age: number, overdue: boolean): void {
    const found = AGES.findIndex((last) => age <= last);
    const place = found < 0 ? AGES.length : found;
    this.#cases[place]!++;
    if (overdue) this.#overdue[place]!++;
  }

  all(): Age[] {
    return this.#cases.map((cases, n) => ({
      from: n ? AGES[n - 1]! + 1 : 0, to: AGES[n] ?? null, cases, overdue: this.#overdue[n]!,
    }));
  }
}

const DAY_MS = 86_400_000;
/** What a span of at most so many days is cut into. */
const UNITS: readonly [number, Unit][] = [[31, "day"], [182, "week"], [5 * 366, "month"], [Infinity, "year"]];
const MOST_BARS = 100;

const words = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The first day of what `day` lies in; weeks begin on Monday. */
function beginning(day: number, unit: Unit): number {
  if (unit === "day") return day;
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7);
  return Date.parse(unit === "month" ? `${words(day).slice(0, 7)}-01` : `${words(day).slice(0, 4)}-01-01`) / DAY_MS;
}

const LONGEST: Record<Unit, number> = { day: 1, week: 7, month: 31, year: 366 };
const after = (start: number, unit: Unit): number => beginning(start + LONGEST[unit], unit);

function arrivals(entries: readonly Entry[], today: number, within: number | undefined): Arrivals {
  const days = new Map<number, number>();
  for (const { came } of entries) days.set(came, (days.get(came) ?? 0) + 1);
  // A loop: spreading a set into Math.min ends where the stack does.
  let [first, last] = [within === undefined ? today : today - within, today];
  for (const day of days.keys()) {
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  const unit = UNITS.find(([most]) => last - first <= most)![1];
  const cases = new Map<number, number>();
  // A card may claim to be from any year; the newest hundred bars are shown.
  for (let at = beginning(first, unit); at <= last; at = after(at, unit)) cases.set(at, 0);
  for (const [day, count] of days) cases.set(beginning(day, unit), cases.get(beginning(day, unit))! + count);
  return { unit, bars: [...cases].map(([from, count]) => ({ from: words(from), cases: count })).slice(-MOST_BARS) };
}
