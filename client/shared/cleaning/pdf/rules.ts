/**
 * The smallest rules, of which the tables of all objects are made.
 */
import { type Copier, deflated, type Rule, type Table } from "./copier.ts";
import { isDict, Name, Stream, Text, type Value } from "./values.ts";

export const number: Rule = (value) => (typeof value === "number" ? value : undefined);
export const flag: Rule = (value) => (typeof value === "boolean" ? value : undefined);
/** Any name: of a font, a glyph, a colorant. Longer ones carry something else. */
export const name: Rule = (value) => (value instanceof Name && value.text.length <= 127 ? value : undefined);
/** A string that names a character collection, up to 64 letters; for anything else the usual one. */
export const wordOr = (usual: string): Rule =>
  (value) => {
    const given = value instanceof Text ? String.fromCharCode(...value.bytes.subarray(0, 65)) : "";
    if (value instanceof Text && /^[\w.+-]{1,64}$/.test(given)) return value;
    return new Text(Uint8Array.from(usual, (letter) => letter.charCodeAt(0)));
  };

export const oneOf = (...names: string[]): Rule =>
  (value) => (value instanceof Name && names.includes(value.text) ? value : undefined);

export const either = (...rules: Rule[]): Rule =>
  (value, copier) => {
    for (const rule of rules) {
      const kept = rule(value, copier);
      if (kept !== undefined) return kept;
    }
    return undefined;
  };

export const list = (rule: Rule): Rule =>
  (value, copier) => (Array.isArray(value) ? value.map((item) => copier.copy(item, rule) ?? null) : undefined);

export const numbers = list(number);
export const names = list(name);

export const dict = (table: Table | (() => Table)): Rule =>
  (value, copier) => (isDict(value) ? copier.pick(value, typeof table === "function" ? table() : table) : undefined);

/** A dictionary whose keys are free, such as glyphs by name. */
export const each = (rule: Rule): Rule =>
  (value, copier) => {
    if (!isDict(value)) return undefined;
    const kept = [...value].map(([key, item]): [string, Value | undefined] => [key, copier.copy(item, rule)]);
    return new Map(kept.filter((pair): pair is [string, Value] => pair[1] !== undefined));
  };

/** For tables that hold each other. */
export const late = (rule: () => Rule): Rule => (value, copier) => rule()(value, copier);

/** A stream that is no picture; `clean` sees its plain bytes. */
export const stream = (table: Table, clean: (bytes: Uint8Array, copier: Copier) => Uint8Array = (bytes) => bytes): Rule =>
  (value, copier) =>
    value instanceof Stream ? deflated(copier.pick(value.dict, table), clean(copier.plain(value), copier)) : undefined;
