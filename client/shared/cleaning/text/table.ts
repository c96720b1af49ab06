/**
 * Whether a text is a table: at least two rows, all of the same number of cells, by RFC 4180's
 * rules for quotes.
 */
const ROWS_LOOKED_AT = 200;

/** The character between cells, or null for plain text. */
export function delimiter(text: string): string | null {
  return [",", ";", "\t", "|"].find((one) => isTable(text, one)) ?? null;
}

function isTable(text: string, between: string): boolean {
  const counts = widths(text.slice(0, 1 << 18).replace(/^\ufeff/, ""), between);
  return counts.length >= 2 && counts[0]! > 1 && counts.every((count) => count === counts[0]);
}

function widths(text: string, between: string): number[] {
  const counts: number[] = [];
  let [cells, quoted, written] = [1, false, false];
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === between) cells++;
    else if (!quoted && letter === "\n") {
      if (written) counts.push(cells);
      if (counts.length >= ROWS_LOOKED_AT) return counts;
      [cells, written] = [1, false];
      continue;
    }
    written ||= letter !== "\r";
  }
  // The last row may have been cut off.
  return written && text.length < 1 << 18 ? [...counts, cells] : counts;
}
