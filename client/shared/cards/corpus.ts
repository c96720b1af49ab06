/**
 * Full-text search without an index: the text of all cards lies in a few long strings, and a
 * search is a walk along them. Tens of millions of Thai characters take some milliseconds, where
 * an index would need a dictionary that splits Thai into words, and would miss what it splits wrong.
 */

/** A string of many texts; text n is from `starts[n]` to `starts[n + 1]`, with a separator at its end. */
interface Segment<T> {
  text: string;
  starts: number[];
  /** Whose text it is; null once it was replaced. */
  owners: (T | null)[];
  living: number;
}

/** What the corpus keeps on its owners: where their text is, and how far a search got with them. */
export interface Owner {
  place: { segment: object; n: number } | null;
  /** Set by `search`: all terms were found when it is `base + terms.length`. */
  mark: number;
}

/** Between texts, and between the fields of one: no phrase goes across. */
export const END = "\u0000";

export class Corpus<T extends Owner> {
  #segments: Segment<T>[] = [];
  #base = 0;

  /** How many characters there are, those of replaced texts among them. */
  get length(): number {
    return this.#segments.reduce((sum, { text }) => sum + text.length, 0);
  }

  /** Takes in folded texts; an owner's earlier text is replaced. */
  add(all: readonly (readonly [T, string])[]): void {
    if (all.length === 0) return;
    const segment = segmentOf(all);
    for (const [n, [owner]] of all.entries()) {
      this.remove(owner);
      owner.place = { segment, n };
    }
    this.#segments.push(segment);
    this.#gather();
  }

  remove(owner: T): void {
    if (!owner.place) return;
    const segment = owner.place.segment as Segment<T>;
    segment.owners[owner.place.n] = null;
    segment.living--;
    owner.place = null;
  }

  textOf({ place }: T): string {
    if (!place) return "";
    const { text, starts } = place.segment as Segment<T>;
    return text.slice(starts[place.n], starts[place.n + 1]! - 1);
  }

  /**
   * Marks the owners whose text holds every one of `terms`: those with the mark that is returned.
   * A term is looked for only where those before it were found.
   */
  search(terms: readonly string[]): number {
    const base = (this.#base += terms.length + 1);
    for (const segment of this.#segments) {
      for (const [k, term] of terms.entries()) if (!scan(segment, term, base, k)) break;
    }
    this.#base = base + terms.length;
    return this.#base;
  }

  /** Many small segments, or those with more dead than living, become one. */
  #gather(): void {
    const poor = this.#segments.filter(({ living, owners }) => living < SMALL || living * 2 < owners.length);
    if (poor.length < MANY) return;
    const living = poor.flatMap(({ owners }) => owners.filter((owner) => owner !== null));
    const texts = living.map((owner) => [owner, this.textOf(owner)] as const);
    const segment = segmentOf(texts);
    for (const [n, owner] of living.entries()) owner.place = { segment, n };
    this.#segments = [...this.#segments.filter((one) => !poor.includes(one)), segment];
  }
}

const SMALL = 100;
const MANY = 50;

function segmentOf<T>(all: readonly (readonly [T, string])[]): Segment<T> {
  const starts = [0];
  let at = 0;
  for (const [, text] of all) starts.push((at += text.length + 1));
  const text = all.map(([, one]) => one).join(END) + END;
  return { text, starts, owners: all.map(([owner]) => owner), living: all.length };
}

/** Raises by one the mark of every owner that stands at `base + k`, or lower when k is 0, and has the term. */
function scan<T extends Owner>({ text, starts, owners }: Segment<T>, term: string, base: number, k: number): number {
  const skip = anchorOf(term);
  const needle = term.slice(skip);
  let found = 0;
  let n = 0;
  for (let at = find(text, term, needle, skip, 0); at >= 0; at = find(text, term, needle, skip, starts[n]!)) {
    while (starts[n + 1]! <= at) n++;
    const owner = owners[n++];
    if (!owner || (k > 0 && owner.mark !== base + k)) continue;
    owner.mark = base + k + 1;
    found++;
  }
  return found;
}

/**
 * How many characters of a term to leave to a second look. V8 jumps to where a short term may begin by the larger
 * byte of its first character: for the consonants ก to ฎ (U+0E01 to U+0E0E) that is the byte of all Thai.
 */
function anchorOf(term: string): number {
  for (let n = 0; n < term.length - 1; n++) {
    const code = term.charCodeAt(n);
    if ((code & 0xff) > code >> 8) return n;
  }
  return 0;
}

/** `text.indexOf(term, from)`, by way of `needle`, which is the term without its first `skip` characters. */
function find(text: string, term: string, needle: string, skip: number, from: number): number {
  for (let at = text.indexOf(needle, from + skip); at >= 0; at = text.indexOf(needle, at + 1)) {
    if (skip === 0 || text.startsWith(term, at - skip)) return at - skip;
  }
  return -1;
}
