/** All cases of a desk in memory: cards and workflow come in as they come, queries are answered. */
import type { State } from "../crypto/states.ts";
import type { Card, Risk } from "./card.ts";
import { addRow, emptyShelf, Entry, type Shelf, takeCard, takeWorkflow, type Workflow } from "./entry.ts";
import { excerpt, type Excerpt } from "./excerpt.ts";
import { figures, type Figures } from "./figures.ts";
import { fold, terms } from "./normalise.ts";
import { Orders, type Sort } from "./orders.ts";
import { choose, type Chosen, type Counts, type Filters } from "./query.ts";
import { dayNumber } from "./words.ts";

export interface Wanted {
  text: string;
  filters: Filters;
  sort: Sort;
  /** `YYYY-MM-DD`, here and now: what is overdue depends on it. */
  today: string;
}

export interface Query extends Wanted {
  offset: number;
  limit: number;
}

/** A line as the page shows it. */
export interface Row {
  id: string;
  name: string;
  state: State;
  assignee: string | null;
  kind: string | null;
  province: string;
  district: string;
  /** When it came. */
  day: string;
  changed: string;
  risk: Risk | null;
  labels: readonly string[];
  files: number;
  overdue: boolean;
  /** Where the search found its words, if not in the name. */
  excerpt: Excerpt | null;
  /** There is no card that opens: all that is known is what the server knows. */
  bare: boolean;
}

export interface Answer {
  total: number;
  rows: Row[];
  /** The phrases that were looked for, folded. */
  terms: string[];
}

export class Book {
  readonly shelf: Shelf;
  #orders: Orders;
  #last: { asked: string; chosen: Chosen } | null = null;
  /** Counts up with every change of a case. */
  changes = 0;
  /** Of how many cases something was known that had to be forgotten. */
  forgotten = 0;

  /** `shelf` and `newest` (its rows in that order) as they were kept. */
  constructor(shelf: Shelf = emptyShelf(), newest?: Int32Array) {
    this.shelf = shelf;
    this.#orders = new Orders(shelf, newest);
  }

  /** How many cases somebody may have to do with. */
  get size(): number {
    return this.shelf.facts.shown;
  }

  /** The packets that have nothing in them. */
  covers(): string[] {
    const { facts } = this.shelf;
    const rows = [...Array(facts.size).keys()].filter((row) => facts.has(row, "cover") && !facts.has(row, "gone"));
    return rows.map((row) => facts.idOf(row, "mailbox"));
  }

  get characters(): number {
    return this.shelf.corpus.length;
  }

  /** Does ahead what the first search would have to do. */
  prepare(): void {
    this.shelf.corpus.prepare();
  }

  entry(id: string): Entry | undefined {
    const row = this.shelf.facts.find(id);
    return row < 0 || this.shelf.facts.has(row, "gone") ? undefined : new Entry(this.shelf, row);
  }

  /** Cases that are gone for good, whose cards may still lie in some block. */
  haunting(): number[] {
    const { facts } = this.shelf;
    return [...Array(facts.size).keys()].filter((row) => facts.has(row, "gone") && facts.get(row, "block") > 0);
  }

  isGone(id: string): boolean {
    const row = this.shelf.facts.find(id);
    return row >= 0 && this.shelf.facts.has(row, "gone");
  }

  /** No block holds anything of these any more. */
  laidToRest(rows: readonly number[]): void {
    for (const row of rows) this.shelf.facts.set(row, "block", 0);
  }

  /** All that lists show, the newest first. */
  *entries(): IterableIterator<Entry> {
    for (const row of this.ordered("newest")) yield new Entry(this.shelf, row);
  }

  ordered(sort: Sort): readonly number[] {
    return this.#orders.get(sort);
  }

  /** Takes in the cards of block `number` that are newer than what is held; how many were. */
  put(cards: readonly Card[], number: number): number {
    const { facts, corpus } = this.shelf;
    const texts: [number, string][] = [];
    for (const card of cards) {
      const row = this.#rowOf(card.case);
      if (facts.has(row, "gone")) {
        facts.set(row, "block", number);
        continue;
      }
      const version = facts.get(row, "version");
      // Compaction moves a card to another block and changes nothing else.
      if (card.version === version && number > facts.get(row, "block")) facts.set(row, "block", number);
      if (card.version <= version) continue;
      texts.push([row, takeCard(this.shelf, row, card, number)]);
      this.#changed(row);
    }
    corpus.add(texts);
    return texts.length;
  }

  follow(rows: readonly Workflow[]): void {
    for (const workflow of rows) {
      const row = this.#rowOf(workflow.id);
      if (this.shelf.facts.get(row, "seen") > workflow.version + 1) continue;
      takeWorkflow(this.shelf, row, workflow);
      if (workflow.gone) this.forgotten += Number(this.shelf.corpus.remove(row));
      this.#changed(row);
    }
  }

  /** The newest case of a mailbox that was not merged into another. */
  ofMailbox(mailbox: string): Entry | undefined {
    const { facts } = this.shelf;
    const row = this.ordered("newest").find((one) => facts.isId(one, "mailbox", mailbox) && !facts.has(one, "merged"));
    return row === undefined ? undefined : new Entry(this.shelf, row);
  }

  ask(query: Query): Answer {
    const looked = terms(query.text);
    const { rows } = this.#chosen(query, looked);
    const page = rows.slice(query.offset, query.offset + query.limit);
    const now = dayNumber(query.today);
    return { total: rows.length, rows: page.map((row) => lineOf(new Entry(this.shelf, row), looked, now)), terms: looked };
  }

  counts(query: Wanted): Counts {
    return this.#chosen(query, terms(query.text)).counts();
  }

  /** What all cases that pass the filters say together. */
  figures({ filters, today }: Pick<Query, "filters" | "today">): Figures {
    const { rows } = choose(this.shelf, this.ordered("newest"), filters, today, null);
    return figures(rows.map((row) => new Entry(this.shelf, row)), dayNumber(today), filters.within);
  }

  /** Whoever scrolls asks the same again and again, for other lines. */
  #chosen({ filters, sort, today }: Wanted, looked: readonly string[]): Chosen {
    const asked = JSON.stringify([looked, filters, sort, today]);
    if (this.#last?.asked !== asked) {
      const mark = looked.length ? this.shelf.corpus.search(looked) : null;
      this.#last = { asked, chosen: choose(this.shelf, this.ordered(sort), filters, today, mark) };
    }
    return this.#last.chosen;
  }

  #changed(row: number): void {
    this.changes++;
    this.#orders.changed(row);
    this.#last = null;
  }

  #rowOf(id: string): number {
    const row = this.shelf.facts.find(id);
    return row < 0 ? addRow(this.shelf, id) : row;
  }
}

function lineOf(entry: Entry, looked: readonly string[], now: number): Row {
  const { id, name, state, assignee, kind, province, district, day, changed, risk, labels, files } = entry;
  const text = looked.length ? entry.text : "";
  return {
    id, name, state, assignee, kind, province, district, day, changed, risk, labels, files,
    overdue: now >= entry.due,
    excerpt: looked.length ? excerpt(text, fold(text), name, looked) : null,
    bare: entry.version === 0,
  };
}
