/**
 * The languages that letters are written in: one for each table in webapp/locales/letters, which the build puts in.
 * Another language is another table, and nothing else (docs/translating.md).
 */
import tables from "letters:";

export type Words = Readonly<Record<string, string>>;

/** What a desk falls back to. */
export const HOME = "th";

/** Tags as a report carries them, such as `th`; that one first. */
export const LANGUAGES: readonly string[] = [HOME, ...Object.keys(tables).filter((tag) => tag !== HOME)];

export const isOffered = (language: string): boolean => LANGUAGES.includes(language);

export const wordsIn = (language: string): Words => (isOffered(language) ? tables[language]! : {});

/** Its own name for itself; the tag of one that has no table. */
export const languageName = (language: string): string => wordsIn(language).name ?? language;

/** A language as this page's people call it, where the browser knows; else its own name. */
export function calledHere(language: string): string {
  const called = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames([__LANG__], { type: "language" }).of(language) : language;
  return called && called !== language ? called : languageName(language);
}

/** The table that serves this language best: its own, that of the language without its region, or none. */
export function offeredFor(language: string): string | null {
  const [main = ""] = language.split("-");
  return [language, main].find(isOffered) ?? null;
}

/** `YYYY-MM-DD` as people write it in that language; anything else as it is. */
export function dayIn(language: string, day: string): string {
  const moment = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return day;
  const locale = { th: "th-TH-u-ca-buddhist", en: "en-GB" }[language] ?? language;
  const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, form).format(moment).replace("พุทธศักราช", "พ.ศ.");
}
