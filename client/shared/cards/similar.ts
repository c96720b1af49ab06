/**
 * Cases that may be about the same thing: the same place, agency or project, and the same rare
 * words. Worked out here, because nobody else may know what the cases say.
 */
import type { Book } from "./book.ts";
import type { Card } from "./card.ts";
import { fold } from "./normalise.ts";

export interface Similar {
  id: string;
  /** Higher is more alike; only good for comparing. */
  score: number;
  /** Why, for people: which of these are the same. */
  same: ("watchpoint" | "mailbox" | "agency" | "place" | "words")[];
}

const MOST_WORDS = 16;
const MOST_ANSWERS = 5;
const SHORTEST = 4;
/** Below it two cases have in common what many have. */
const LEAST = 4;
/** A word in more than this part of all texts tells nothing. */
const COMMON = 0.05;

export function similar(book: Book, card: Card, most = MOST_ANSWERS): Similar[] {
  const { facts, codes, words: strings, corpus } = book.shelf;
  const scores = new Map<number, Similar>();
  const add = (row: number, score: number, why: Similar["same"][number]): void => {
    const one = scores.get(row) ?? { id: facts.idOf(row), score: 0, same: [] };
    one.score += score;
    if (!one.same.includes(why)) one.same.push(why);
    scores.set(row, one);
  };
  const others = book.ordered("newest").filter((row) => facts.get(row, "version") > 0 && !facts.has(row, "merged") && !facts.isId(row, "id", card.case));
  const [watchpoint, province] = [codes.code(card.watchpoint ?? ""), codes.code(card.province)];
  const [agency, district] = [strings.code(card.agency), strings.code(card.district)];
  for (const row of others) {
    if (card.watchpoint && facts.get(row, "watchpoint") === watchpoint) add(row, 5, "watchpoint");
    if (facts.isId(row, "mailbox", card.mailbox)) add(row, 8, "mailbox");
    if (card.agency && facts.get(row, "agency") === agency) add(row, 3, "agency");
    if (card.district && facts.get(row, "district") === district && facts.get(row, "province") === province) add(row, 1.5, "place");
  }
  for (const word of words(`${card.title} ${card.text} ${card.accused}`)) {
    const mark = corpus.search([word]);
    const having = others.filter((row) => corpus.marks[row] === mark);
    const worth = Math.log((others.length + 1) / (having.length + 1)) / 4;
    if (having.length <= Math.max(3, others.length * COMMON)) for (const row of having) add(row, worth, "words");
  }
  return [...scores.values()].filter(({ score }) => score >= LEAST).sort((a, b) => b.score - a.score).slice(0, most);
}

/** The longest different words of a text, folded: long words are rare ones. */
export function words(text: string): string[] {
  const all = new Set(split(fold(text)).filter((word) => word.length >= SHORTEST));
  return [...all].sort((a, b) => b.length - a.length).slice(0, MOST_WORDS);
}

/** Browsers that cannot split Thai take what is between spaces. */
function split(text: string): string[] {
  if (typeof Intl.Segmenter !== "function") return text.split(/[^\p{L}\p{M}]+/u);
  const parts = new Intl.Segmenter("th", { granularity: "word" }).segment(text);
  return Array.from(parts, ({ segment, isWordLike }) => (isWordLike ? segment : "")).filter((word) => /\p{L}/u.test(word));
}
