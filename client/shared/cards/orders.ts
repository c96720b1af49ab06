/**
 * All cases in the orders that people want. An order is made once and mended when cases change:
 * sorting a hundred thousand anew for every change would be felt in every search after it.
 */
import type { Shelf } from "./entry.ts";

export const SORTS = ["newest", "oldest", "waiting", "risk", "place"] as const;
export type Sort = (typeof SORTS)[number];

type Compare = (a: number, b: number) => number;

const RANK: Record<string, number> = { red: 0, yellow: 1, none: 2, green: 3 };
const alphabetic = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareBy({ facts, codes, words }: Shelf): Record<Sort, Compare> {
  const ascending = (column: Int32Array): Compare => (a, b) => column[a]! - column[b]!;
  const [came, day, changed] = [ascending(facts.column("came")), ascending(facts.column("day")), ascending(facts.column("changed"))];
  const [first, second] = [ascending(facts.idPart(0)), ascending(facts.idPart(1))];
  const newest: Compare = (a, b) => came(b, a) || day(b, a) || first(a, b) || second(a, b);
  const oldest: Compare = (a, b) => newest(b, a);
  const ranks = Int8Array.from(codes.all, (word) => RANK[word] ?? RANK["none"]!);
  const rank = (row: number): number => ranks[facts.get(row, "risk")]!;
  const byWord = (a: number, b: number, column: "province" | "district", all: { word(code: number): string }): number => {
    const [one, other] = [facts.get(a, column), facts.get(b, column)];
    return one === other ? 0 : alphabetic(all.word(one), all.word(other));
  };
  return {
    newest,
    oldest,
    waiting: (a, b) => changed(a, b) || oldest(a, b),
    risk: (a, b) => rank(a) - rank(b) || newest(a, b),
    place: (a, b) => byWord(a, b, "province", codes) || byWord(a, b, "district", words) || newest(a, b),
  };
}

interface Kept {
  order: number[];
  /** Rows that changed since. */
  stale: Set<number>;
}

export class Orders {
  #shelf: Shelf;
  #kept = new Map<Sort, Kept>();

  /** `newest`: that order, if it is known. */
  constructor(shelf: Shelf, newest?: Int32Array) {
    this.#shelf = shelf;
    if (newest) this.#kept.set("newest", { order: [...newest], stale: new Set() });
  }

  changed(row: number): void {
    for (const { stale } of this.#kept.values()) stale.add(row);
  }

  /** All rows that lists show, in that order. */
  get(sort: Sort): readonly number[] {
    let kept = this.#kept.get(sort);
    if (!kept) {
      kept = { order: [], stale: new Set(Array(this.#shelf.facts.size).keys()) };
      this.#kept.set(sort, kept);
    }
    if (kept.stale.size) this.#mend(kept, sort);
    return kept.order;
  }

  /** Two runs, one of them in order: sorting them together is little more than one walk. */
  #mend(kept: Kept, sort: Sort): void {
    const { facts } = this.#shelf;
    const compare = compareBy(this.#shelf)[sort];
    const living = [...kept.stale].filter((row) => !facts.isHidden(row)).sort(compare);
    kept.order = [...kept.order.filter((row) => !kept.stale.has(row)), ...living].sort(compare);
    kept.stale = new Set();
  }
}
