/**
 * A table as a file that spreadsheets open: RFC 4180, with a byte order mark, without which Excel
 * takes Thai for something else.
 */
import { type Bytes, utf8 } from "../crypto/bytes.ts";

/** A cell that begins like this is run as a formula by some spreadsheet, full-width forms included. */
const FORMULA = /^[\s'"]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]/;
/** What moves to another cell or line, or turns the direction of what follows around. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** The cell so that it stays text: an apostrophe before what would be a formula, no line breaks. */
export function cell(text: string): string {
  const flat = text.replace(CONTROL, " ").trim();
  return `"${(FORMULA.test(flat) ? `'${flat}` : flat).replace(/"/g, '""')}"`;
}

/** The file; `head` and each of `rows` are as long as each other. */
export const csv = (head: readonly string[], rows: readonly (readonly string[])[]): Bytes =>
  utf8(`\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`);
