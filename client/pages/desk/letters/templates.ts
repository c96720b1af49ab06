/**
 * Templates of letters: those that come with Hinghoi, in every language that has a table, and the desk's own, which
 * it keeps sealed for all its members (docs/formats/cards.md §8). No markup, no network.
 */
import type { State } from "../../../shared/crypto/states.ts";
import type { Kept, Kind } from "../sealed_list.ts";
import { canonical } from "./blanks.ts";
import { HOME, LANGUAGES, wordsIn } from "./languages.ts";

export interface Template {
  id: string;
  /** What moderators see of it in the list; by language for those that come with Hinghoi. */
  title: (language: string) => string;
  /** By language tag. */
  texts: Texts;
  /** What it tells of the case, offered along with it. */
  state: State | null;
}

export type Texts = Readonly<Record<string, string>>;

/** One of the desk's own, as it is kept. */
export interface Own {
  id: string;
  title: string;
  texts: Texts;
}

const SHIPPED: readonly [string, State | null][] = [
  ["received", "received"], ["place", "more_info"], ["when", "more_info"], ["photos", "more_info"], ["papers", "more_info"],
  ["forwarded", "referred"], ["forwarded_waiting", "referred"], ["fixed", "resolved"], ["closed", "closed"],
  ["careful", null], ["thanks", null],
];

export const shipped: readonly Template[] = SHIPPED.map(([id, state]) => ({
  id,
  state,
  title: (language) => wordsIn(language)[`${id}.title`] ?? wordsIn(HOME)[`${id}.title`] ?? id,
  texts: Object.fromEntries(LANGUAGES.flatMap((language) => {
    const text = wordsIn(language)[`${id}.text`];
    return text ? [[language, text]] : [];
  })),
}));

export const templateOf = ({ id, title, texts }: Own): Template => ({ id, title: () => title, texts, state: null });

/** The text in this language or, where there is none, in the first that has one: `language` says which it is. */
export function textIn({ texts }: Pick<Template, "texts">, language: string): { text: string; language: string } {
  const found = [language, HOME, ...LANGUAGES, ...Object.keys(texts)].find((one) => Object.hasOwn(texts, one));
  return found === undefined ? { text: "", language } : { text: texts[found]!, language: found };
}

export const MOST_TITLE = 80;
export const MOST_TEXT = 5_000;
const ID = /^[0-9a-f]{32}$/;
const TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/;

/** Texts that are there, in the form in which they are kept; those in languages that this version does not know, too. */
function soundTexts(value: unknown): Texts {
  if (typeof value !== "object" || value === null) return {};
  const sound = Object.entries(value).filter(([tag, text]) => TAG.test(tag) && typeof text === "string" && text.trim() !== "" && text.length <= MOST_TEXT);
  return Object.fromEntries(sound);
}

export const OWN: Kind<Own> = {
  name: "templates",
  most: 100,
  read(value) {
    const { id, title, texts } = value as Partial<Record<keyof Own, unknown>>;
    const named = typeof id === "string" && ID.test(id) && typeof title === "string" && title.length <= MOST_TITLE;
    const sound = soundTexts(texts);
    return named && Object.keys(sound).length > 0 ? [{ id, title, texts: sound }] : [];
  },
  order: (one, other) => one.title.localeCompare(other.title, HOME),
};

/** As it is kept, from what was typed. */
export const written = ({ id, title, texts }: Own): Own => ({
  id,
  title: title.trim(),
  texts: Object.fromEntries(Object.entries(texts).flatMap(([tag, text]) => (text.trim() ? [[tag, canonical(text.trim())]] : []))),
});

const same = (one: Own | null, other: Own | null): boolean => JSON.stringify(one && sorted(one)) === JSON.stringify(other && sorted(other));
const sorted = ({ id, title, texts }: Own): unknown => [id, title, Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))];

/**
 * The list with one template changed, added (`known` null) or deleted (`next` null). Throws Overtaken when somebody
 * changed that very one since `known`: changes of others in the list do not matter.
 */
export function withChange(all: readonly Own[], id: string, known: Own | null, next: Own | null): readonly Own[] {
  const now = all.find((one) => one.id === id) ?? null;
  if (!same(now, known)) throw new Overtaken(now);
  const others = all.filter((one) => one.id !== id);
  return next ? [...others, next] : others;
}

/** Where the desk's own are kept. */
export interface Store {
  load(): Promise<Kept<Own>>;
  /** Throws `note_conflict` when the list is another by now. */
  keep(kept: Kept<Own>, all: readonly Own[]): Promise<Kept<Own>>;
}

const TRIES = 4;

/** `withChange`, kept: also when others change other templates of the list at the same time. */
export async function changeOne(store: Store, id: string, known: Own | null, next: Own | null): Promise<Kept<Own>> {
  for (let tries = 1; ; tries++) {
    const kept = await store.load();
    try {
      return await store.keep(kept, withChange(kept.all, id, known, next));
    } catch (error) {
      if ((error as { code?: string }).code !== "note_conflict" || tries === TRIES) throw error;
    }
  }
}

/** `now`: the template as somebody else left it; null when they deleted it. */
export class Overtaken extends Error {
  override name = "Overtaken";
  readonly code = "template_conflict";
  readonly now: Own | null;
  constructor(now: Own | null) {
    super("template_conflict");
    this.now = now;
  }
}
