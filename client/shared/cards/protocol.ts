/** What the page asks the worker that holds the cards, and what it is told: all of it typed here. */
import type { Answer, Query, Wanted } from "./book.ts";
import type { State } from "../crypto/states.ts";
import type { Card, Referral } from "./card.ts";
import type { Workflow } from "./entry.ts";
import type { Figures } from "./figures.ts";
import type { Sort } from "./orders.ts";
import type { Counts, Filters } from "./query.ts";
import type { Similar } from "./similar.ts";
import type { NoteName, SealedNote } from "./notes.ts";
import type { Posted } from "./sync.ts";

export interface DeskKey {
  /** `AGE-SECRET-KEY-PQ-1…` */
  identity: string;
  fingerprint: string;
}

/** How much there is and how far loading got. */
export interface Standing {
  cases: number;
  /** Characters of text to search in. */
  characters: number;
  /** Blocks that did not open. */
  refused: number;
  /** Packets that are in no case. */
  waiting: number;
  /** False while the cache is still being read. */
  loaded: boolean;
}

export interface Detail {
  card: Card | null;
  workflow: Workflow | null;
}

export interface Like extends Similar {
  name: string;
  state: State;
}

export interface Compaction extends Posted {
  replaces: number[];
}

/** A query that somebody named, to find it again. */
export interface View {
  name: string;
  text: string;
  filters: Filters;
  sort: Sort;
}

/** Each question: what goes in, what comes out. */
export interface Asks {
  /** `keys`: the newest last. Answered once the cache is read; queries are answered while it is. */
  open: [{ desk: string; keys: DeskKey[] }, Standing];
  /** Gets what changed on the server. */
  pull: [null, Standing & { changed: boolean }];
  query: [Query, Answer];
  counts: [Wanted, Counts];
  figures: [Pick<Query, "filters" | "today">, Figures];
  card: [string, Detail];
  /** The newest case that letters to this mailbox are about; null when there is none. */
  mailbox: [string, Detail | null];
  similar: [string, Like[]];
  /** To whom each of these cases was referred, in their order. */
  referrals: [readonly string[], (Referral | null)[]];
  /** Ids of packets that have nothing in them. */
  covers: [null, string[]];
  seal: [Card, Posted];
  compact: [null, Compaction | null];
  /** What the server said to a compaction; null when it refused. */
  compacted: [{ replaces: number[]; block: Posted | null }, null];
  /** There is time now to write down what is in memory, for the next unlocking. */
  rest: [null, null];
  /** The desk's own lists besides cards: out of what the server keeps, and for it. */
  openNote: [{ name: NoteName; note: SealedNote }, object[]];
  sealNote: [{ name: NoteName; list: readonly object[] }, SealedNote];
  views: [null, View[]];
  keepViews: [View[], null];
}

export type Name = keyof Asks;
export type Question = { [N in Name]: { id: number; name: N; value: Asks[N][0] } }[Name];

export type Told =
  | { id: number; value: unknown }
  | { id: number; code: string }
  /** There is more to see than at the last query. */
  | { changed: Standing };
