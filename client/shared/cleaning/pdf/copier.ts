/**
 * Carries live objects over into the new file, each by a rule, numbered in the order in which they
 * are reached. Nothing is carried that no rule asks for.
 */
import { CleaningError } from "../types.ts";
import { decode, type Decoded } from "./filters.ts";
import type { Found } from "./found.ts";
import { deflateZlib } from "./inflate.ts";
import type { Layers } from "./layers.ts";
import { MAX_OBJECTS } from "./limits.ts";
import type { Source } from "./source.ts";
import { type Dict, isDict, Name, Ref, Stream, type Value } from "./values.ts";
import type { Writer } from "./writer.ts";

/** Gets what a value means, never a reference; gives what may stand in the new file, or nothing. */
export type Rule = (value: Value, copier: Copier) => Value | undefined;
/** What a dictionary may hold; keys are written in this order. */
export type Table = Record<string, Rule>;

export class Copier {
  readonly source: Source;
  readonly found: Found;
  readonly layers: Layers;
  /** Pages of the original, by their number, to their numbers in the new file. */
  readonly pages = new Map<number, Ref>();
  private readonly writer: Writer;
  private readonly memo = new Map<Rule, Map<number, Ref>>();
  private waiting: { ref: Ref; value: Value; rule: Rule }[] = [];

  constructor(source: Source, writer: Writer, found: Found, layers: Layers) {
    this.source = source;
    this.writer = writer;
    this.found = found;
    this.layers = layers;
  }

  /** Dictionaries, arrays and streams that were objects of their own stay so. */
  copy(value: Value | undefined, rule: Rule): Value | undefined {
    const target = this.source.get(value);
    if (target === null) return undefined;
    const own = target instanceof Stream || isDict(target) || Array.isArray(target);
    return own && value instanceof Ref ? this.reach(value.id, target, rule) : rule(target, this);
  }

  private reach(id: number, value: Value, rule: Rule): Ref {
    const known = this.memo.get(rule) ?? new Map<number, Ref>();
    this.memo.set(rule, known);
    const ref = known.get(id) ?? this.add(value, rule);
    known.set(id, ref);
    return ref;
  }

  /** A number for an object that will be written later. */
  add(value: Value, rule: Rule = asIs): Ref {
    const ref = this.writer.reserve();
    if (ref.id > MAX_OBJECTS) throw new CleaningError("too_large");
    this.waiting.push({ ref, value, rule });
    return ref;
  }

  /** Writes all that was reached, and what is reached by that. */
  drain(): void {
    while (this.waiting.length) {
      const batch = this.waiting;
      this.waiting = [];
      for (const { ref, value, rule } of batch) this.writer.write(ref, rule(value, this) ?? null);
    }
  }

  /** Only what the table names; what is left behind is noted. */
  pick(dict: Dict, table: Table): Dict {
    const kept: Dict = new Map();
    for (const [key, rule] of Object.entries(table)) {
      const value = dict.has(key) ? this.copy(dict.get(key), rule) : undefined;
      if (value !== undefined) kept.set(key, value);
    }
    for (const [key, value] of dict) if (!(key in table)) this.found.key(key, value);
    return kept;
  }

  get(dict: Dict, key: string): Value {
    return this.source.get(dict.get(key));
  }

  decode(stream: Stream, keepRows = false): Decoded {
    return decode(stream, (value) => this.source.get(value), this.source.budget, keepRows);
  }

  /** Plain bytes of a stream that is no picture. */
  plain(stream: Stream): Uint8Array {
    const { bytes, coding } = this.decode(stream);
    if (coding) throw new CleaningError("no_clean_way");
    return bytes;
  }
}

export const asIs: Rule = (value) => value;

/** A stream of the new file: always deflated, its length written by the writer. */
export function deflated(dict: Dict, bytes: Uint8Array): Stream {
  return new Stream(new Map([...dict, ["Filter", new Name("FlateDecode")]]), deflateZlib(bytes));
}
