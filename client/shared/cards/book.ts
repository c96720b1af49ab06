/** All cases of a desk in memory: cards and workflow come in as they come, queries are answered. */
import type { State } from "../crypto/states.ts";
import type { Card, Risk } from "./card.ts";
import { Corpus } from "./corpus.ts";
import { blank, cameOn, dayNumber, type Entry, index, searchable, stateOf, take, type Workflow, Words } from "./entry.ts";
import { excerpt, type Excerpt } from "./excerpt.ts";
import { figures, type Figures } from "./figures.ts";
import { terms } from "./normalise.ts";
import { choose, type Chosen, type Counts, type Filters, ORDERS, type Sort } from "./query.ts";

export interface Query {
  text: string;
  filters: Filters;
  sort: Sort;
  offset: number;
  limit: number;
  /** `YYYY-MM-DD`, here and now: what is overdue depends on it. */
  today: string;
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
  packets: readonly string[];
  overdue: boolean;
  /** Where the search found its words, if not in the name. */
  excerpt: Excerpt | null;
  /** There is no card that opens: all that is known is what the server knows. */
  bare: boolean;
}

export interface Answer {
  total: number;
  rows: Row[];
  counts: Counts;
  /** The phrases that were looked for, folded. */
  terms: string[];
}

export class Book {
  #entries = new Map<string, Entry>();
  #corpus = new Corpus<Entry>();
  /** Of everything that repeats; those that can be filtered by have numbers of their own, to be few. */
  #words = new Words();
  #codes = new Words();
  #orders = new Map<Sort, Entry[]>();
  /** Deleted cases, whose cards may still lie in some block. */
  #gone = new Set<string>();
  #covers = new Set<Entry>();
  #last: { asked: string; chosen: Chosen } | null = null;

  /** How many cases somebody may have to do with. */
  get size(): number {
    return this.#entries.size - this.#covers.size;
  }

  /** The packets that have nothing in them. */
  covers(): string[] {
    return [...this.#covers].flatMap(({ packets }) => packets);
  }

  get characters(): number {
    return this.#corpus.length;
  }

  entry(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  /** Takes in the cards of block `number` that are newer than what is held; how many were. */
  put(cards: readonly Card[], number: number): number {
    const texts: [Entry, string][] = [];
    for (const card of cards) {
      if (this.#gone.has(card.case)) continue;
      const entry = this.#of(card.case);
      // Compaction moves a card to another block and changes nothing else.
      if (card.version === entry.version && number > entry.block) entry.block = number;
      if (card.version <= entry.version) continue;
      texts.push([entry, searchable(entry, take(entry, card, number, this.#words))]);
      index(entry, this.#codes);
      if (entry.cover) this.#covers.add(entry);
      else this.#covers.delete(entry);
    }
    this.#corpus.add(texts);
    if (texts.length) this.#changed();
    return texts.length;
  }

  follow(rows: readonly Workflow[]): void {
    for (const row of rows) {
      const entry = this.#of(row.id);
      if (entry.workflow && entry.workflow.version > row.version) continue;
      if (row.gone) {
        this.#corpus.remove(entry);
        this.#gone.add(row.id);
        this.#entries.delete(row.id);
        this.#covers.delete(entry);
        continue;
      }
      const [opened, changed, assignee] = [row.opened, row.changed, row.assignee].map((one) => this.#words.one(one)) as [string, string, string | null];
      entry.workflow = { ...row, opened, changed, assignee };
      index(entry, this.#codes);
    }
    if (rows.length) this.#changed();
  }

  /** The newest case of a mailbox that was not merged into another. */
  ofMailbox(mailbox: string): Entry | undefined {
    return this.#ordered("newest").find((entry) => entry.mailbox === mailbox && !entry.merged);
  }

  /** The mark of those entries whose texts have all of `found`. */
  mark(found: readonly string[]): number {
    return this.#corpus.search(found);
  }

  ask(query: Query): Answer {
    const looked = terms(query.text);
    const { entries, counts } = this.#chosen(query, looked);
    const page = entries.slice(query.offset, query.offset + query.limit);
    return { total: entries.length, rows: page.map((entry) => this.#row(entry, looked, query.today)), counts, terms: looked };
  }

  /** What all cases that pass the filters say together. */
  figures({ filters, today }: Pick<Query, "filters" | "today">): Figures {
    const { entries } = choose([...this.#entries.values()].filter(({ cover }) => !cover), filters, today, null, this.#codes);
    return figures(entries, dayNumber(today), filters.within);
  }

  /** Whoever scrolls asks the same again and again, for other lines. */
  #chosen({ filters, sort, today }: Query, looked: readonly string[]): Chosen {
    const asked = JSON.stringify([looked, filters, sort, today]);
    if (this.#last?.asked !== asked) {
      const mark = looked.length ? this.#corpus.search(looked) : null;
      this.#last = { asked, chosen: choose(this.#ordered(sort), filters, today, mark, this.#codes) };
    }
    return this.#last.chosen;
  }

  #changed(): void {
    this.#orders.clear();
    this.#last = null;
  }

  #of(id: string): Entry {
    let entry = this.#entries.get(id);
    if (!entry) this.#entries.set(id, (entry = blank(id)));
    return entry;
  }

  #ordered(sort: Sort): Entry[] {
    let order = this.#orders.get(sort);
    if (!order) this.#orders.set(sort, (order = [...this.#entries.values()].filter(({ cover }) => !cover).sort(ORDERS[sort])));
    return order;
  }

  #row(entry: Entry, looked: readonly string[], today: string): Row {
    const { id, name, kind, province, district, risk, labels, files, packets, workflow, version } = entry;
    const text = looked.length ? this.#corpus.textOf(entry) : "";
    return {
      id, name, kind, province, district, risk, labels, files, packets,
      state: stateOf(entry),
      assignee: workflow?.assignee ?? null,
      day: cameOn(entry),
      changed: workflow?.changed ?? entry.day,
      overdue: dayNumber(today) >= entry.due,
      excerpt: looked.length ? excerpt(entry.written || text, text, name, looked) : null,
      bare: version === 0,
    };
  }
}
