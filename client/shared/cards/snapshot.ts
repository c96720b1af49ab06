/**
 * Everything that an unlocked desk has in memory, written down as it lies there, so that the next
 * unlocking need not open every card. It stays on this device, sealed under the desk's key for
 * cards like the blocks beside it, and holds nothing that they do not.
 *
 * No format for others: whoever finds one of another LAYOUT, or none, opens the blocks instead.
 */
import type { Bytes } from "../crypto/bytes.ts";
import { fromUtf8, utf8 } from "../crypto/bytes.ts";
import { Book } from "./book.ts";
import type { Known } from "./compaction.ts";
import { Corpus, type Segment } from "./corpus.ts";
import type { Shelf } from "./entry.ts";
import { type Column, COLUMNS, Facts, SINGLE } from "./facts.ts";
import { foldNarrow } from "./narrow.ts";
import { fold } from "./normalise.ts";
import { Sets, Words } from "./words.ts";

/** Another whenever columns, folding or anything else in here means something else than before. */
const LAYOUT = 2;
const ALIGNED = 4;

/** What is known with the cases: which blocks they are from, and up to which change. */
export interface Standpoint {
  after: number;
  known: Known[];
  refused: number[];
}

interface Head extends Standpoint {
  layout: number;
  rows: number;
  codes: readonly string[];
  words: readonly string[];
  labels: readonly string[];
  turns: readonly string[];
  /** Of each segment: whether it is narrow, how many texts and how many bytes it has. */
  segments: { narrow: boolean; texts: number; bytes: number }[];
}

/** The parts in order, each of whole words of 4 bytes; later changes of `book` do not reach them. */
export function dump(book: Book, standpoint: Standpoint): Bytes[] {
  const { facts, corpus } = book.shelf;
  const segments = corpus.segments.filter(({ living }) => living > 0).map(livingOf);
  const copy = new Facts(facts.columns.map((column) => column.slice()), facts.size);
  const head: Head = {
    ...standpoint, layout: LAYOUT, rows: facts.size, ...renumber(copy, book.shelf),
    segments: segments.map(({ narrow, owners, bytes }) => ({ narrow, texts: owners.length, bytes: bytes.length })),
  };
  const json = utf8(JSON.stringify(head));
  const arrays = [
    Uint32Array.of(json.length), aligned(json), ...copy.columns, Int32Array.from(book.ordered("newest")),
    ...segments.flatMap(({ starts, owners, bytes }) => [starts, owners, aligned(bytes)]),
  ];
  return arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}

/** New codes for the words that some row has, and those words: those of deleted cases and of searches stay behind. */
function renumber(facts: Facts, { codes, words, labels, turns }: Shelf): Pick<Head, "codes" | "words" | "labels" | "turns"> {
  const numbered = (columns: readonly Column[]): Renumbering => {
    const now = new Renumbering();
    for (const name of columns) facts.column(name).forEach((code, row, column) => (column[row] = now.of(code)));
    return now;
  };
  const [its, others] = [numbered(SINGLE), numbered(["district", "agency", "referred"])];
  const [sets, histories] = [numbered(["labels"]), numbered(["turns"])];
  const labelled = sets.before.map((set) => labels.of(set).map((code) => its.of(code)).join(" "));
  return {
    codes: its.before.map((code) => codes.word(code)),
    words: others.before.map((code) => words.word(code)),
    labels: labelled,
    turns: histories.before.map((code) => turns.all[code]!),
  };
}

/** New numbers for old ones, in the order in which they are asked for. */
class Renumbering {
  readonly before: number[] = [];
  #now: (number | undefined)[] = [];

  of(code: number): number {
    return (this.#now[code] ??= this.before.push(code) - 1);
  }
}

/** The book as it was dumped; null for what is no dump of this layout. */
export function restore(buffer: ArrayBuffer): { book: Book; standpoint: Standpoint } | null {
  let at = 0;
  const bytes = (length: number): Bytes => {
    at += length + gap(length);
    return new Uint8Array(buffer, at - length - gap(length), length);
  };
  const ints = (length: number): Int32Array<ArrayBuffer> => new Int32Array(buffer, (at += length * 4) - length * 4, length);
  try {
    const [length] = ints(1);
    const { layout, rows, segments, after, known, refused, ...all } = JSON.parse(fromUtf8(bytes(length!))) as Head;
    if (layout !== LAYOUT) return null;
    const facts = new Facts(Array.from({ length: COLUMNS }, () => ints(rows)), rows);
    const newest = ints(facts.shown);
    const corpus = new Corpus();
    for (const { narrow, texts, bytes: size } of segments) {
      const [starts, owners, written] = [ints(texts + 1), ints(texts), bytes(size)];
      corpus.restore(segmentOf(narrow, starts, owners, written));
    }
    const shelf = { facts, corpus, codes: new Words(all.codes), words: new Words(all.words), labels: new Sets(all.labels), turns: new Sets(all.turns) };
    return { book: new Book(shelf, newest), standpoint: { after, known, refused } };
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function segmentOf(narrow: boolean, starts: Int32Array<ArrayBuffer>, owners: Int32Array<ArrayBuffer>, bytes: Bytes): Segment {
  const written = narrow ? bytes : new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes);
  const folded = typeof written === "string" ? fold(written) : foldNarrow(written);
  return { written, folded, starts, owners, living: owners.length };
}

interface Living {
  narrow: boolean;
  starts: Int32Array<ArrayBuffer>;
  owners: Int32Array<ArrayBuffer>;
  bytes: Bytes;
}

/** A segment without the texts that were replaced or deleted. */
function livingOf({ written, starts, owners }: Segment): Living {
  const living = [...owners.keys()].filter((n) => owners[n]! >= 0);
  const places = new Int32Array(living.length + 1);
  living.forEach((n, to) => (places[to + 1] = places[to]! + starts[n + 1]! - starts[n]!));
  const its = { starts: places, owners: Int32Array.from(living, (n) => owners[n]!) };
  if (typeof written === "string") return { narrow: false, ...its, bytes: units(living.map((n) => written.slice(starts[n], starts[n + 1])).join("")) };
  if (living.length === owners.length) return { narrow: true, ...its, bytes: written };
  const bytes = new Uint8Array(places[living.length]!);
  living.forEach((n, to) => bytes.set(written.subarray(starts[n], starts[n + 1]), places[to]));
  return { narrow: true, ...its, bytes };
}

/** UTF-16, so that places stay what they are. */
function units(text: string): Bytes {
  const codes = new Uint16Array(text.length);
  for (let n = 0; n < text.length; n++) codes[n] = text.charCodeAt(n);
  return new Uint8Array(codes.buffer);
}

const gap = (length: number): number => (ALIGNED - (length % ALIGNED)) % ALIGNED;

function aligned(bytes: Bytes): Bytes {
  if (gap(bytes.length) === 0) return bytes;
  const longer = new Uint8Array(bytes.length + gap(bytes.length));
  longer.set(bytes);
  return longer;
}
