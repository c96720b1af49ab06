/** Where in a text a search found its words: ranges to highlight, and a piece to show them in. */
import { END } from "./corpus.ts";
import { fold } from "./normalise.ts";

/** From and to, in code units; never in the middle of a letter with its marks. */
export type Range = readonly [number, number];

export interface Excerpt {
  text: string;
  ranges: Range[];
}

/** What sits on the letter before it. */
const MARK = /[\p{M}\u0e33\u0eb3\u200d]/u;

/** Every place of `text` where one of the folded `terms` stands; those that touch are one. */
export function ranges(text: string, terms: readonly string[], folded = fold(text)): Range[] {
  const found: [number, number][] = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0 && found.length < MOST; at = folded.indexOf(term, at + term.length)) {
      found.push([at, whole(text, at + term.length)]);
    }
  }
  found.sort(([a], [b]) => a - b);
  const apart: [number, number][] = [];
  for (const [from, to] of found) {
    const last = apart.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

const MOST = 200;

/** The end of a match, moved on over marks and the second half of a pair. */
function whole(text: string, end: number): number {
  while (end < text.length && (MARK.test(text[end]!) || /[\udc00-\udfff]/.test(text[end]!))) end++;
  return end;
}

/** As much of a name as a phone shows in one line. */
const SEEN = 34;
const BEFORE = 30;
const LENGTH = 140;

/**
 * The piece of `text` around the first term that `name` does not show; null when it shows them all.
 * `folded`: the same text folded, as long as it.
 */
export function excerpt(text: string, folded: string, name: string, terms: readonly string[]): Excerpt | null {
  const shown = fold(name).slice(0, SEEN);
  const missing = terms.find((term) => !shown.includes(term));
  const at = missing === undefined ? -1 : folded.indexOf(missing);
  if (at < 0) return null;
  const [first, last] = [folded.lastIndexOf(END, at) + 1, folded.indexOf(END, at)];
  const from = start(text, Math.max(first, at - BEFORE), at);
  const to = whole(text, Math.min(last < 0 ? text.length : last, from + LENGTH));
  const piece = text.slice(from, to).replace(/\s/g, " ");
  const [before, after] = [from > first ? "…" : "", to < (last < 0 ? text.length : last) ? "…" : ""];
  const whole_piece = before + piece + after;
  return { text: whole_piece, ranges: ranges(whole_piece, terms) };
}

/** A place to begin: after a space if there is one, and never on a mark. */
function start(text: string, from: number, at: number): number {
  const space = from > 0 ? text.slice(from, at).indexOf(" ") : -1;
  let begin = space >= 0 ? from + space + 1 : from;
  while (begin < at && (MARK.test(text[begin]!) || /[\udc00-\udfff]/.test(text[begin]!))) begin++;
  return begin;
}
