/** What a list needs to know of one case, all of it in memory; the rest of its card is opened again when it is looked at. */
import lifecycle from "../../../webapp/desk/lifecycle.json";
import { STATES, type State } from "../crypto/states.ts";
import type { Card, Risk } from "./card.ts";
import { nameOf } from "./card.ts";
import { END, type Owner } from "./corpus.ts";
import { fold } from "./normalise.ts";
import { turnOf } from "./turns.ts";

/** What the server knows of a case: nothing of what it is about. */
export interface Workflow {
  id: string;
  version: number;
  state: State;
  /** A moderator's id, or null. */
  assignee: string | null;
  /** Days, `YYYY-MM-DD`. */
  opened: string;
  changed: string;
  /** Held cases are never deleted. */
  hold: boolean;
  /** Deleted for good. */
  gone: boolean;
}

/** A line of the list. */
export interface Entry extends Owner {
  id: string;
  /** Of the card that is held; 0 when there is none. */
  version: number;
  /** The number of the block that holds the card. */
  block: number;
  workflow: Workflow | null;
  name: string;
  kind: string | null;
  province: string;
  district: string;
  day: string;
  risk: Risk | null;
  language: string;
  labels: readonly string[];
  agency: string;
  watchpoint: string | null;
  files: number;
  merged: boolean;
  /** Its packet is empty: in memory so that the packet is known, and in no list. */
  cover: boolean;
  packets: readonly string[];
  mailbox: string | null;
  /** Its states with their days, in the order in which it got them: see `turnOf`. */
  turns: readonly number[];
  /** The agency that it was referred to, "" for none, and the day of it. */
  referred: string;
  referredOn: number;
  /** The text as it was written, where folding changed it; "" where it did not. */
  written: string;
  /** What filters and orders look at, as numbers: see `index`. */
  codes: readonly number[];
  labelCodes: readonly number[];
  /** The day on which it came, and the first one on which it is overdue; days since 1970. */
  came: number;
  due: number;
  ended: boolean;
}

/** What a case has exactly one of, in the order of `codes`. */
export const SINGLE = ["state", "kind", "province", "risk", "assignee", "language", "watchpoint"] as const;

export const blank = (id: string): Entry => ({
  id, version: 0, block: 0, workflow: null, name: "", kind: null, province: "", district: "", day: "", risk: null,
  language: "", labels: NONE, agency: "", watchpoint: null, files: 0, merged: false, cover: false, packets: NONE, mailbox: null,
  turns: NO_CODES, referred: "", referredOn: 0,
  written: "", place: null, mark: 0, codes: NO_CODES, labelCodes: NO_CODES, came: 0, due: Infinity, ended: false,
});

const NONE: readonly string[] = [];
const NO_CODES: readonly number[] = [];

/** Few different words in many cards: each is kept once, and has a number. */
export class Words {
  #codes = new Map<string, number>();
  #all: string[] = [];

  get size(): number {
    return this.#all.length;
  }

  code(word: string): number {
    let code = this.#codes.get(word);
    if (code === undefined) {
      code = this.#all.push(word) - 1;
      this.#codes.set(word, code);
    }
    return code;
  }

  word(code: number): string {
    return this.#all[code] ?? "";
  }

  one<T extends string | null>(word: T): T {
    return word === null ? word : (this.word(this.code(word)) as T);
  }
}

/** Puts into `entry` what `card` says; the text to search in comes back, as it was written. */
export function take(entry: Entry, card: Card, block: number, words: Words): string {
  Object.assign(entry, {
    version: card.version,
    block,
    name: nameOf(card),
    kind: words.one(card.kind),
    province: words.one(card.province),
    district: words.one(card.district),
    day: words.one(card.day),
    risk: card.risk,
    language: words.one(card.language),
    labels: card.labels.length ? card.labels.map((label) => words.one(label)) : NONE,
    agency: words.one(card.agency),
    watchpoint: words.one(card.watchpoint),
    files: card.files,
    merged: card.merged_into !== null,
    cover: card.cover === true,
    packets: card.packets,
    mailbox: card.mailbox,
    turns: card.history.length ? card.history.map(({ day, state }) => turnOf(dayNumber(day), state)) : NO_CODES,
    referred: words.one(card.referral?.agency ?? ""),
    referredOn: card.referral ? dayNumber(card.referral.day) : 0,
  } satisfies Partial<Entry>);
  return searched(card);
}

/** Everything of a card that somebody may look for, the text first. */
function searched(card: Card): string {
  const notes = card.notes.map(({ text }) => text);
  const referral = card.referral ? [card.referral.agency, card.referral.reference] : [];
  const ids = [card.case.slice(0, 8), ...card.packets.map((packet) => packet.slice(0, 8))];
  const all = [
    card.text, card.title, card.agency, card.accused, card.province, card.district, card.watchpoint, card.reason,
    ...card.labels, ...notes, ...referral, ...ids,
  ];
  return all.filter(Boolean).join(END);
}

/** Folds what `take` gave, and keeps the original with the entry only when it is another. */
export function searchable(entry: Entry, written: string): string {
  const folded = fold(written);
  entry.written = folded === written ? "" : written;
  return folded;
}

/** States in which nobody has to do anything any more. */
const ENDED = new Set<string>(lifecycle.ended);

/** Days after which a case that nobody touched is overdue, by its state. */
const PATIENCE: Partial<Record<State, number>> = {
  received: 3, screening: 7, more_info: 30, verified: 14, referred: 30, accepted: 30, in_progress: 60, resolved: 30, reopened: 3,
};

/** Stands where a case has no kind and no risk, among the values to filter by. */
export const NO = "none";

/** Works out what filters and orders look at, whenever the card or the workflow is another. */
export function index(entry: Entry, words: Words): void {
  const { workflow, kind, province, risk, language, watchpoint, labels, merged } = entry;
  const state = stateOf(entry);
  const single = [state, kind ?? NO, province, risk ?? NO, workflow?.assignee ?? "", language, watchpoint ?? ""];
  entry.codes = single.map((word) => words.code(word));
  entry.labelCodes = labels.length ? labels.map((label) => words.code(label)) : NO_CODES;
  entry.ended = merged || ENDED.has(state);
  entry.came = dayNumber(cameOn(entry));
  const patience = entry.ended ? undefined : PATIENCE[state];
  entry.due = workflow && patience !== undefined ? dayNumber(workflow.changed) + patience + 1 : Infinity;
}

export const cameOn = ({ workflow, day }: Entry): string => workflow?.opened ?? day;

const DAY_MS = 86_400_000;
const numbers = new Map<string, number>();

/** Days since 1970; there are few different days in a hundred thousand cases. */
export function dayNumber(day: string): number {
  let number = numbers.get(day);
  if (number === undefined) numbers.set(day, (number = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS) || 0));
  return number;
}

export const stateOf = ({ workflow }: Entry): State => workflow?.state ?? STATES[0];
