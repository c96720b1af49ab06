/** One case as the lists know it: read out of the columns, and written into them from a card or from the workflow. */
import lifecycle from "../../../webapp/desk/casework/lifecycle.json";
import type { State } from "../crypto/states.ts";
import { type Card, nameOf, type Risk } from "./card.ts";
import { Corpus, END } from "./corpus.ts";
import { Facts, NEVER } from "./facts.ts";
import { turnOf } from "./turns.ts";
import { dayNumber, dayOf, Sets, Words } from "./words.ts";

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

/** Everything that is in memory of a desk's cases. */
export interface Shelf {
  facts: Facts;
  corpus: Corpus;
  /** Of what can be filtered by; apart from the others, to be few. */
  codes: Words;
  words: Words;
  labels: Sets;
  turns: Sets;
}

export const emptyShelf = (): Shelf => ({ facts: new Facts(), corpus: new Corpus(), codes: new Words(), words: new Words(), labels: new Sets(), turns: new Sets() });

/** Stands where a case has no kind and no risk, among the values to filter by. */
export const NO = "none";

/** A line of the list; a view that costs nothing until it is read. */
export class Entry {
  readonly row: number;
  #shelf: Shelf;

  constructor(shelf: Shelf, row: number) {
    this.#shelf = shelf;
    this.row = row;
  }

  get id(): string { return this.#shelf.facts.idOf(this.row); }
  /** Of the card; 0 when there is none that opens. */
  get version(): number { return this.#shelf.facts.get(this.row, "version"); }
  get block(): number { return this.#shelf.facts.get(this.row, "block"); }
  get state(): State { return this.#code("state") as State; }
  get kind(): string | null { return orNull(this.#code("kind")); }
  get province(): string { return this.#code("province"); }
  get risk(): Risk | null { return orNull(this.#code("risk")) as Risk | null; }
  get assignee(): string | null { return this.#code("assignee") || null; }
  get language(): string { return this.#code("language"); }
  get watchpoint(): string | null { return this.#code("watchpoint") || null; }
  get district(): string { return this.#word("district"); }
  get agency(): string { return this.#word("agency"); }
  get labels(): string[] { return this.#shelf.labels.of(this.#shelf.facts.get(this.row, "labels")).map((code) => this.#shelf.codes.word(code)); }
  /** Its packet is empty: in memory so that the packet is known, and in no list. */
  get cover(): boolean { return this.#shelf.facts.has(this.row, "cover"); }
  get files(): number { return this.#shelf.facts.get(this.row, "files"); }
  /** Its states with their days, in the order in which it got them: see `turnOf`. */
  get turns(): readonly number[] { return this.#shelf.turns.of(this.#shelf.facts.get(this.row, "turns")); }
  /** The agency that it was referred to, "" for none, and the day of it. */
  get referred(): string { return this.#word("referred"); }
  get referredOn(): number { return this.#shelf.facts.get(this.row, "referredOn"); }
  get merged(): boolean { return this.#shelf.facts.has(this.row, "merged"); }
  /** Nobody has to do anything any more. */
  get ended(): boolean { return this.#shelf.facts.has(this.row, "ended"); }
  /** Days since 1970: when it came, and from when on it is overdue. */
  get came(): number { return this.#shelf.facts.get(this.row, "came"); }
  get due(): number { return this.#shelf.facts.get(this.row, "due"); }
  /** `YYYY-MM-DD`. */
  get day(): string { return dayOf(this.came); }
  get changed(): string { return dayOf(this.#shelf.facts.get(this.row, "changed") || this.came); }
  /** All that can be searched: the text, the title, and the rest, with END between them. */
  get text(): string { return this.#shelf.corpus.textOf(this.row); }
  get name(): string {
    const [text = "", title = ""] = this.text.split(END, 2);
    return nameOf({ text, title });
  }

  get workflow(): Workflow | null {
    const { facts } = this.#shelf;
    const seen = facts.get(this.row, "seen");
    if (!seen) return null;
    return {
      id: this.id, version: seen - 1, state: this.state, assignee: this.assignee, opened: dayOf(facts.get(this.row, "opened")),
      changed: dayOf(facts.get(this.row, "changed")), hold: facts.has(this.row, "hold"), gone: facts.has(this.row, "gone"),
    };
  }

  #code(column: "state" | "kind" | "province" | "risk" | "assignee" | "language" | "watchpoint"): string {
    return this.#shelf.codes.word(this.#shelf.facts.get(this.row, column));
  }

  #word(column: "district" | "agency" | "referred"): string {
    return this.#shelf.words.word(this.#shelf.facts.get(this.row, column));
  }
}

const orNull = (word: string): string | null => (word === NO ? null : word);

/** A row for a case of which nothing is known yet. */
export function addRow(shelf: Shelf, id: string): number {
  const row = shelf.facts.add(id);
  clear(shelf, row);
  return row;
}

/** What a card said is in the row no more. */
function clear({ facts, codes, words, labels, turns }: Shelf, row: number): void {
  facts.setId(row, "mailbox", null);
  facts.set(row, "state", codes.code(lifecycle.first));
  facts.set(row, "labels", labels.code([]));
  facts.set(row, "turns", turns.code([]));
  for (const column of ["version", "day", "files", "referredOn"] as const) facts.set(row, column, 0);
  for (const column of ["kind", "risk"] as const) facts.set(row, column, codes.code(NO));
  for (const column of ["province", "assignee", "language", "watchpoint"] as const) facts.set(row, column, codes.code(""));
  for (const column of ["district", "agency", "referred"] as const) facts.set(row, column, words.code(""));
  facts.set(row, "due", NEVER);
}

/** Puts into the row what `card` says; the text to search in comes back. */
export function takeCard({ facts, codes, words, labels, turns }: Shelf, row: number, card: Card, block: number): string {
  facts.set(row, "version", card.version);
  facts.set(row, "block", block);
  facts.set(row, "kind", codes.code(card.kind ?? NO));
  facts.set(row, "province", codes.code(card.province));
  facts.set(row, "risk", codes.code(card.risk ?? NO));
  facts.set(row, "language", codes.code(card.language));
  facts.set(row, "watchpoint", codes.code(card.watchpoint ?? ""));
  facts.set(row, "district", words.code(card.district));
  facts.set(row, "agency", words.code(card.agency));
  facts.set(row, "labels", labels.code(card.labels.map((label) => codes.code(label))));
  facts.set(row, "day", dayNumber(card.day));
  facts.set(row, "turns", turns.code(card.history.map(({ day, state }) => turnOf(dayNumber(day), state))));
  facts.set(row, "referred", words.code(card.referral?.agency ?? ""));
  facts.set(row, "referredOn", card.referral ? dayNumber(card.referral.day) : 0);
  facts.set(row, "files", card.files);
  facts.flag(row, "merged", card.merged_into !== null);
  facts.flag(row, "cover", card.cover === true);
  facts.setId(row, "mailbox", card.cover ? (card.packets[0] ?? null) : card.mailbox);
  derive(facts, row, codes);
  return searched(card);
}

/** Puts into the row what the server says. */
export function takeWorkflow(shelf: Shelf, row: number, workflow: Workflow): void {
  const { facts, codes } = shelf;
  if (workflow.gone) clear(shelf, row);
  facts.set(row, "seen", workflow.version + 1);
  facts.set(row, "state", codes.code(workflow.state));
  facts.set(row, "assignee", codes.code(workflow.assignee ?? ""));
  facts.set(row, "opened", dayNumber(workflow.opened));
  facts.set(row, "changed", dayNumber(workflow.changed));
  facts.flag(row, "hold", workflow.hold);
  facts.flag(row, "gone", workflow.gone);
  derive(facts, row, codes);
}

/** Everything of a card that somebody may look for: the text first and the title second, which make its name. */
function searched(card: Card): string {
  const notes = card.notes.map(({ text }) => text);
  const referral = card.referral ? [card.referral.agency, card.referral.reference] : [];
  const ids = [card.case.slice(0, 8), ...card.packets.map((packet) => packet.slice(0, 8))];
  const others = [
    card.agency, card.accused, card.province, card.district, card.watchpoint, card.reason, ...card.labels, ...notes, ...referral, ...ids,
  ];
  return [card.text, card.title, ...others.filter(Boolean)].map(endless).join(END);
}

/** A hostile text may hold what stands between texts. */
const endless = (text: string | null): string => (text?.includes(END) ? text.replaceAll(END, " ") : (text ?? ""));

/** States in which nobody has to do anything any more. */
const ENDED = new Set<string>(lifecycle.ended);

/** Days after which a case that nobody touched is overdue, by its state. */
const PATIENCE: Partial<Record<string, number>> = {
  received: 3, screening: 7, more_info: 30, verified: 14, referred: 30, accepted: 30, in_progress: 60, resolved: 30, reopened: 3,
};

/** Works out what follows from card and workflow together. */
function derive(facts: Facts, row: number, codes: Words): void {
  const state = codes.word(facts.get(row, "state"));
  const seen = facts.get(row, "seen") > 0;
  const ended = facts.has(row, "merged") || ENDED.has(state);
  const patience = seen && !ended ? PATIENCE[state] : undefined;
  facts.flag(row, "ended", ended);
  facts.set(row, "came", facts.get(row, seen ? "opened" : "day"));
  facts.set(row, "due", patience === undefined ? NEVER : facts.get(row, "changed") + patience + 1);
}
