/** From what a moderator typed to what is sealed. No markup, no network. */
import type { Letter, LetterDraft, Step } from "../../../shared/crypto/letter.ts";
import type { Attachment } from "../../../shared/crypto/packet.ts";
import type { State } from "../../../shared/crypto/states.ts";
import { fill, localised, openBlanks, type Values } from "./blanks.ts";
import { dayIn, HOME, offeredFor } from "./languages.ts";
import { type Template, textIn } from "./templates.ts";

export interface Writing {
  /** With blanks. */
  text: string;
  /** Of the templates, and so of the letter; null: nobody chose, it is the occasion's. */
  language: string | null;
  /** The templates that were put in, in their order. */
  chosen: readonly Template[];
  /** Null: as it was. */
  state: State | null;
  agency: string;
  reference: string;
  /** What was typed into blanks besides those two. */
  blanks: Values;
  files: Attachment[];
}

export const BLANK: Writing = { text: "", language: null, chosen: [], state: null, agency: "", reference: "", blanks: new Map(), files: [] };

/** What a letter says besides what was typed. `before`: the last letter, for what was told already. */
export interface Occasion {
  mailbox: string;
  desk: string;
  number: number;
  language: string;
  day: string;
  before: Letter | null;
}

/** What the case knows that may fill blanks: days as `YYYY-MM-DD`, "" for what is not known. */
export interface Facts {
  day: string;
  forwarded: string;
  agency: string;
  reference: string;
}

const MOST_STEPS = 50;

/** An empty letter about a case: its agency stands there, to be looked at. */
export const begun = ({ agency, reference }: Facts): Writing => ({ ...BLANK, agency, reference });

/** The language that a reporter's letter is offered in, and whether it is the one of the report. */
export function languageFor(report: string): { language: string; spoken: boolean } {
  const offered = offeredFor(report);
  return { language: offered ?? HOME, spoken: offered !== null };
}

export const isEmpty = ({ text, state, files }: Writing): boolean =>
  text.trim() === "" && state === null && files.length === 0;

/** What fills the blanks; days as that language writes them. The reason in the card was written for the desk alone. */
export function valuesOf({ agency, reference, blanks }: Writing, facts: Facts | null, language: string): Values {
  const days = (["day", "forwarded"] as const).flatMap((key): [string, string][] => (facts?.[key] ? [[key, dayIn(language, facts[key])]] : []));
  return new Map([...days, ...blanks, ["agency", agency], ["reference", reference]]);
}

/** The whole of the case as the desk tells it: reporters may have deleted what came before. */
export function draftOf(writing: Writing, occasion: Occasion, facts: Facts | null = null): LetterDraft {
  const { before, ...told } = occasion;
  const language = writing.language ?? occasion.language;
  const text = fill(writing.text.trim(), valuesOf(writing, facts, language));
  const state = writing.state ?? before?.state ?? null;
  return { ...told, language, text, state, agency: agencyOf(writing, before), history: historyOf(writing, occasion) };
}

/** The blanks that keep a letter from going, by their keys. */
export const unfilled = (writing: Writing, facts: Facts | null, language: string): string[] =>
  openBlanks(writing.text, valuesOf(writing, facts, language));

/** All that was put in, in one language, with blanks as people of `names` call them. */
export const textOf = (chosen: readonly Template[], language: string, names: string): string =>
  chosen.map((one) => localised(textIn(one, language).text, names)).join("\n\n");

/** Nobody typed into what the templates gave. */
export const isUntouched = ({ text, chosen }: Writing, language: string, names: string): boolean =>
  text.trim() === textOf(chosen, language, names).trim();

/** The letter with a template more. Its language is the letter's, if it is the first and has no other. */
export function withTemplate(writing: Writing, template: Template, asked: string, names: string): Partial<Writing> {
  const chosen = [...writing.chosen, template];
  const first = writing.text.trim() === "";
  const language = first ? textIn(template, asked).language : asked;
  const text = isUntouched(writing, asked, names) || first
    ? textOf(first ? [template] : chosen, language, names)
    : `${writing.text.trimEnd()}\n\n${textOf([template], language, names)}`;
  return { text, language, chosen: first ? [template] : chosen, state: writing.state ?? template.state };
}

/** The letter in another language: what was typed stays as it is. */
export const inLanguage = (writing: Writing, from: string, to: string, names: string): Partial<Writing> =>
  isUntouched(writing, from, names) ? { language: to, text: textOf(writing.chosen, to, names) } : { language: to };

function agencyOf({ state, agency, reference }: Writing, before: Letter | null): LetterDraft["agency"] {
  const named = state === "referred" && agency.trim() !== "";
  return named ? { name: agency.trim(), reference: reference.trim() } : (before?.agency ?? null);
}

function historyOf({ state }: Writing, { before, day }: Occasion): Step[] {
  const told = before?.history ?? [];
  const isNews = state !== null && state !== told.at(-1)?.state;
  return (isNews ? [...told, { day, state, note: "" }] : told).slice(-MOST_STEPS);
}
