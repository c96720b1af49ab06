/**
 * The words on screen, in the language of the page, from the catalogue that the server reads too.
 *
 * The build swaps `words:` for the sentences that one bundle needs in one language, so that a
 * phone downloads no sentence that it cannot show.
 */
import words from "words:";
import type catalogue from "../../../webapp/locales/th.json";

export type Key = keyof typeof catalogue;

/** The sentence for `key`, its `{slots}` filled with `values`. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const sentence = words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}
