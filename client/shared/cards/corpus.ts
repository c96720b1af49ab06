/**
 * Full-text search without an index of words: the text of all cards lies in long strings, and a
 * search looks through those texts that have all its trigrams (`trigrams.ts`). An index would
 * need a dictionary that splits Thai into words, and would miss what it splits wrong.
 */
import type { Bytes } from "../crypto/bytes.ts";
import { fold } from "./normalise.ts";
import { foldNarrow, narrowInto, narrowTerm, widen } from "./narrow.ts";
import { Trigrams } from "./trigrams.ts";

/** A string of many texts; text n is from `starts[n]` to `starts[n + 1]`, with a separator at its end. */
export interface Segment {
  /** The texts as they were written: in one byte a character (`narrow.ts`), or as a string where that does not do. */
  written: Bytes | string;
  /** The same, folded: what is searched. Narrow when `written` is. */
  folded: string;
  starts: Int32Array<ArrayBuffer>;
  /** The row whose text it is; NOBODY once it was replaced. */
  owners: Int32Array<ArrayBuffer>;
  living: number;
}

/** Between texts, and between the fields of one: no phrase goes across. */
export const END = "\u0000";
const NOBODY = -1;

export class Corpus {
  #segments: Segment[] = [];
  #trigrams = new WeakMap<Segment, Trigrams>();
  /** By row: in which segment its text is, and which one there it is. */
  #segmentOf: (Segment | undefined)[] = [];
  #placeOf: number[] = [];
  #marks = new Int32Array(0);
  #mark = 0;

  /** How many characters there are, those of replaced texts among them. */
  get length(): number {
    return this.#segments.reduce((sum, { folded }) => sum + folded.length, 0);
  }

  /** By row: those that a search found have the mark it gave. */
  get marks(): Int32Array {
    return this.#marks;
  }

  /** All segments; whoever keeps them copies `owners`. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Takes in the texts of rows; a row's earlier text is replaced. */
  add(all: readonly (readonly [number, string])[]): void {
    if (all.length === 0) return;
    // A row that is there twice has its last text.
    const last = [...new Map(all)];
    for (const [row] of last) this.remove(row);
    for (const segment of segmentsOf(last)) this.restore(segment);
    this.#gather();
  }

  /** Takes in a segment as it was kept. */
  restore(segment: Segment): void {
    this.#segments.push(segment);
    const { owners } = segment;
    for (let n = 0; n < owners.length; n++) {
      const row = owners[n]!;
      if (row === NOBODY) continue;
      this.#segmentOf[row] = segment;
      this.#placeOf[row] = n;
    }
    if (this.#marks.length < this.#segmentOf.length) {
      const before = this.#marks;
      this.#marks = new Int32Array(this.#segmentOf.length * 2);
      this.#marks.set(before);
    }
  }

  /** Whether there was a text. */
  remove(row: number): boolean {
    const segment = this.#segmentOf[row];
    if (!segment) return false;
    segment.owners[this.#placeOf[row]!] = NOBODY;
    segment.living--;
    this.#segmentOf[row] = undefined;
    return true;
  }

  /** As it was written. */
  textOf(row: number): string {
    const segment = this.#segmentOf[row];
    if (!segment) return "";
    const { written, starts } = segment;
    const n = this.#placeOf[row]!;
    const [from, to] = [starts[n]!, starts[n + 1]! - 1];
    return typeof written === "string" ? written.slice(from, to) : widen(written.subarray(from, to));
  }

  /** Marks the rows whose text holds every one of `terms`: those with the mark that is returned. */
  search(terms: readonly string[]): number {
    this.#mark++;
    for (const segment of this.#segments) this.#searchIn(segment, terms);
    return this.#mark;
  }

  prepare(): void {
    for (const segment of this.#segments) this.#trigramsOf(segment);
  }

  #trigramsOf(segment: Segment): Trigrams {
    let its = this.#trigrams.get(segment);
    if (!its) this.#trigrams.set(segment, (its = new Trigrams(segment.folded, segment.starts)));
    return its;
  }

  #searchIn(segment: Segment, terms: readonly string[]): void {
    const { written, folded, starts, owners } = segment;
    const its = typeof written === "string" ? terms : terms.flatMap((term) => narrowTerm(term) ?? []);
    if (its.length < terms.length) return;
    for (const n of this.#trigramsOf(segment).candidates(its)) {
      const text = folded.slice(starts[n], starts[n + 1]);
      if (owners[n] !== NOBODY && its.every((term) => text.includes(term))) this.#marks[owners[n]!] = this.#mark;
    }
  }

  /** Many small segments, or those with more dead than living, become one. */
  #gather(): void {
    const poor = this.#segments.filter(({ living, owners }) => living < SMALL || living * 2 < owners.length);
    if (poor.length < MANY) return;
    const rows = poor.flatMap(({ owners }) => [...owners].filter((row) => row !== NOBODY));
    const texts = rows.map((row) => [row, this.textOf(row)] as const);
    this.#segments = this.#segments.filter((one) => !poor.includes(one));
    for (const segment of segmentsOf(texts)) this.restore(segment);
  }
}

const SMALL = 100;
const MANY = 50;

/** One of narrow texts and one of the others, as far as there are any. */
function segmentsOf(all: readonly (readonly [number, string])[]): Segment[] {
  const bytes = new Uint8Array(all.reduce((sum, [, text]) => sum + text.length + 1, 0));
  const [fits, wide]: [(readonly [number, string])[], (readonly [number, string])[]] = [[], []];
  let at = 0;
  for (const one of all) {
    const narrow = narrowInto(one[1], bytes, at);
    (narrow ? fits : wide).push(one);
    if (narrow) bytes[(at += one[1].length + 1) - 1] = 0;
  }
  const segments: Segment[] = [];
  if (fits.length) segments.push({ ...placesOf(fits), written: bytes.slice(0, at), folded: foldNarrow(bytes.subarray(0, at)) });
  const written = wide.map(([, text]) => text + END).join("");
  if (wide.length) segments.push({ ...placesOf(wide), written, folded: fold(written) });
  return segments;
}

function placesOf(all: readonly (readonly [number, string])[]): Pick<Segment, "starts" | "owners" | "living"> {
  const starts = new Int32Array(all.length + 1);
  let at = 0;
  all.forEach(([, text], n) => (starts[n + 1] = at += text.length + 1));
  return { starts, owners: Int32Array.from(all, ([row]) => row), living: all.length };
}
