/**
 * A text as anybody would type it. Of many spaces that look alike only one is left, lines end
 * without blanks, and letters are composed in one way: each of these choices can number a copy.
 */
import { withoutInvisible } from "./invisible.ts";

const LINE_END = /\r\n?|[\v\f\x85\u2028\u2029]/g;
const CONTROL = /[\0-\x08\x0e-\x1f\x7f-\x9f]|[\ue000-\uf8ff]|[\ufdd0-\ufdef]|[\ufffe\uffff]/g;
const SPACE = /[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]/g;

/** In a table a tab may be an empty cell, so that only spaces are taken from the ends of rows. */
export function tidy(text: string, table: boolean): string {
  const lines = text
    .replace(LINE_END, "\n")
    .replace(CONTROL, "")
    .replace(SPACE, " ");
  return withoutInvisible(lines)
    .normalize("NFC")
    .split("\n")
    .map((line) => line.replace(table ? / +$/ : /[ \t]+$/, ""))
    .join("\n")
    .replace(/\n*$/, "\n")
    .replace(/^\n$/, "");
}
