/** Days and sizes as people read them. */
const LOCALE = __LANG__ === "th" ? "th-TH-u-ca-buddhist" : "en-GB";

/** `YYYY-MM-DD` as people write it; anything else as it is. */
export function dayWords(day: string): string {
  const moment = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return day;
  const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(LOCALE, form).format(moment).replace("พุทธศักราช", "พ.ศ.");
}

/** Bytes as they are, or in KB or MB with one decimal below ten. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, "KB"] : [bytes / 1_000_000, "MB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
