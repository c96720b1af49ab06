/**
 * Blanks in a letter: `{agency}`, to be filled before it goes. What fills one is never looked into again, so that
 * braces in an agency's name stay braces. No markup, no network.
 */
import { LANGUAGES, wordsIn } from "./languages.ts";

/** What cases know; any other name is a blank of the desk's own. */
export const KNOWN = ["agency", "reference", "day", "forwarded", "reason"] as const;

/** What fills each blank, by its key. */
export type Values = ReadonlyMap<string, string>;

/** A stretch of a letter: as it was written, or the place of a blank, filled or with its name in braces. */
export interface Piece {
  text: string;
  /** The blank's key; null for what was written. */
  blank: string | null;
  filled: boolean;
}

const BLANK = /\{([^{}\n]{1,40})\}/g;

/** People write `{หน่วยงาน}` and programs `{agency}`: every language's name of a blank means the same. */
const KEYS: ReadonlyMap<string, string> = new Map(
  KNOWN.flatMap((key) => [key, ...LANGUAGES.map((language) => nameIn(language, key))].map((name): [string, string] => [name, key])),
);

const keyOf = (name: string): string => KEYS.get(name.trim()) ?? name.trim();

/** A blank's name as people at this desk read it. */
export function nameIn(language: string, key: string): string {
  return wordsIn(language)[`blank.${key}`] ?? key;
}

export function pieces(text: string, values: Values = new Map()): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const { 0: braced, 1: name, index } of text.matchAll(BLANK)) {
    const blank = keyOf(name!);
    if (!blank) continue;
    const value = values.get(blank)?.trim() ?? "";
    if (index > end) found.push({ text: text.slice(end, index), blank: null, filled: true });
    found.push({ text: value || braced, blank, filled: value !== "" });
    end = index + braced.length;
  }
  return end < text.length ? [...found, { text: text.slice(end), blank: null, filled: true }] : found;
}

export const fill = (text: string, values: Values): string => pieces(text, values).map((piece) => piece.text).join("");

/** The keys of all blanks, each once, in the order of the text. */
export const blanksIn = (text: string): string[] => [...new Set(pieces(text).flatMap(({ blank }) => blank ?? []))];

/** Those that nothing fills yet. */
export const openBlanks = (text: string, values: Values): string[] =>
  [...new Set(pieces(text, values).flatMap(({ blank, filled }) => (filled ? [] : (blank ?? []))))];

/** The text with the names of blanks as people of `language` know them. */
export const localised = (text: string, language: string): string =>
  pieces(text).map((piece) => (piece.blank ? `{${nameIn(language, piece.blank)}}` : piece.text)).join("");

/** The same the other way: as it is kept, for everybody. */
export const canonical = (text: string): string =>
  pieces(text).map((piece) => (piece.blank ? `{${piece.blank}}` : piece.text)).join("");
