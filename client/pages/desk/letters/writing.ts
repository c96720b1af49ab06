/** From what a moderator typed to what is sealed. No markup, no network. */
import type { Letter, LetterDraft, Step } from "../../../shared/crypto/letter.ts";
import type { Attachment } from "../../../shared/crypto/packet.ts";
import type { State } from "../../../shared/crypto/states.ts";

export interface Writing {
  text: string;
  /** Null: as it was. */
  state: State | null;
  agency: string;
  reference: string;
  files: Attachment[];
}

export const BLANK: Writing = { text: "", state: null, agency: "", reference: "", files: [] };

/** What a letter says besides what was typed. `before`: the last letter, for what was told already. */
export interface Occasion {
  mailbox: string;
  desk: string;
  number: number;
  language: string;
  day: string;
  before: Letter | null;
}

const MOST_STEPS = 50;

export const isEmpty = ({ text, state, files }: Writing): boolean =>
  text.trim() === "" && state === null && files.length === 0;

/** The whole of the case as the desk tells it: reporters may have deleted what came before. */
export function draftOf(writing: Writing, occasion: Occasion): LetterDraft {
  const { before, ...facts } = occasion;
  const state = writing.state ?? before?.state ?? null;
  return { ...facts, text: writing.text.trim(), state, agency: agencyOf(writing, before), history: historyOf(writing, occasion) };
}

function agencyOf({ state, agency, reference }: Writing, before: Letter | null): LetterDraft["agency"] {
  const named = state === "referred" && agency.trim() !== "";
  return named ? { name: agency.trim(), reference: reference.trim() } : (before?.agency ?? null);
}

function historyOf({ state }: Writing, { before, day }: Occasion): Step[] {
  const told = before?.history ?? [];
  const isNews = state !== null && state !== told.at(-1)?.state;
  return (isNews ? [...told, { day, state, note: "" }] : told).slice(-MOST_STEPS);
}
