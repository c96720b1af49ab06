/** Calendar days, the only time that a packet or a receipt ever bears. */

/** Whether `YYYY-MM-DD` is a day that the Gregorian calendar has. */
export function isDay(text: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/** Thais count 543 years more, and some set their phone's clock so. */
const BUDDHIST = 543;

/** The phone's own calendar day; a clock that is absurdly wrong gives the nearest day a report may bear. */
export function localDay(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const said = now.getFullYear();
  const year = said >= 2000 + BUDDHIST ? said - BUDDHIST : said;
  if (year < 2000) return "2000-01-01";
  return year > 2199 ? "2199-12-31" : `${year}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
