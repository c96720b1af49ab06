/** Numbers, days and units of the figures, as people read them. */
import type { Unit } from "../../../shared/cards/figures.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";

const LOCALE = __LANG__ === "th" ? "th-TH-u-ca-buddhist" : "en-GB";

export const count = (number: number): string => number.toLocaleString(__LANG__);

/** Days, the halves of a median among them; a dash where nothing was measured. */
export const days = (number: number | null): string => (number === null ? "–" : number.toLocaleString(__LANG__, { maximumFractionDigits: 1 }));

const FORMS: Record<Unit, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "2-digit" },
  year: { year: "numeric" },
};

/** The name of a bar that begins on `day`; short, because it stands under a chart on a phone. */
export function barWords(day: string, unit: Unit): string {
  return new Intl.DateTimeFormat(LOCALE, { ...FORMS[unit], timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`)).replace(/พ\.ศ\.\s*/, "");
}

const UNITS: Record<Unit, Key> = {
  day: "desk.figures.per_day", week: "desk.figures.per_week", month: "desk.figures.per_month", year: "desk.figures.per_year",
};
export const unitWords = (unit: Unit): string => t(UNITS[unit]);
