/** Sizes and days as people read them. */

/** "12 KB", "1.4 MB"; never "0 KB" for something. */
export function size(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A calendar day `YYYY-MM-DD` in the reader's own calendar (Buddhist years in Thai). */
export function day(iso: string): string {
  const [year = 1970, month = 1, date = 1] = iso.split("-").map(Number);
  return new Date(year, month - 1, date).toLocaleDateString(__LANG__, { dateStyle: "medium" });
}
