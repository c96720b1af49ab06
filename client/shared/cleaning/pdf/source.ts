/**
 * The original file: gives the newest version of any object, and nothing that is not asked for.
 */
import { CleaningError } from "../types.ts";
import { decode } from "./filters.ts";
import { Lexer } from "./lexer.ts";
import { Budget } from "./limits.ts";
import { parseIndirect, parseValue } from "./parse.ts";
import { scanFile } from "./recover.ts";
import { type Dict, Ref, Stream, type Value } from "./values.ts";
import { type Entry, readXref, type Xref } from "./xref.ts";

/** Thrown when the table lies; the file is then read again by scanning. */
export class LyingTable extends Error {}

interface Inside {
  bytes: Uint8Array;
  offsets: Map<number, number>;
}

export class Source {
  readonly budget = new Budget();
  readonly trailer: Dict;
  readonly sections: number;
  private readonly bytes: Uint8Array;
  private readonly scanned: boolean;
  private readonly entries: Map<number, Entry>;
  private readonly values = new Map<number, Value>();
  private readonly opened = new Map<number, Inside>();
  private readonly loading = new Set<number>();

  /** Throws LyingTable, or CleaningError `encrypted`. */
  constructor(bytes: Uint8Array, scanned: boolean) {
    this.bytes = bytes;
    this.scanned = scanned;
    const xref: Xref | null = scanned ? null : readXref(bytes, this.budget);
    if (!xref && !scanned) throw new LyingTable();
    const { entries, trailer, sections } = xref ?? this.scan();
    this.entries = entries;
    this.trailer = trailer;
    this.sections = sections;
    if (trailer.has("Encrypt")) throw new CleaningError("encrypted");
  }

  /** What a value means: follows references. */
  get(value: Value | undefined): Value {
    for (let hops = 0; value instanceof Ref; hops++) value = hops < 16 ? this.load(value.id) : null;
    return value ?? null;
  }

  private scan(): Xref {
    const scan = scanFile(this.bytes);
    for (const id of scan.trailer.has("Encrypt") ? [] : scan.objectStreams) this.addInside(scan.entries, id);
    return scan;
  }

  /** What lies in an object stream is as new as the stream. */
  private addInside(entries: Map<number, Entry>, id: number): void {
    const { offset } = entries.get(id)!;
    const value = parseIndirect(this.bytes, offset, (length) => length)?.value;
    if (!(value instanceof Stream)) return;
    for (const inner of this.open(id, value).offsets.keys()) {
      const known = entries.get(inner);
      if (!known || known.inside || known.offset < offset) entries.set(inner, { offset: 0, inside: id });
    }
  }

  private load(id: number): Value {
    const known = this.values.get(id);
    if (known !== undefined) return known;
    if (this.loading.has(id)) return null;
    this.loading.add(id);
    const value = this.read(id);
    this.loading.delete(id);
    this.values.set(id, value);
    return value;
  }

  private read(id: number): Value {
    const entry = this.entries.get(id);
    if (entry?.inside) return this.readInside(id, entry.inside);
    if (!entry?.offset) return null;
    const found = parseIndirect(this.bytes, entry.offset, (length) => this.get(length));
    if (found?.id === id) return found.value;
    if (!this.scanned) throw new LyingTable();
    return null;
  }

  private readInside(id: number, stream: number): Value {
    const holder = this.opened.get(stream) ?? this.load(stream);
    if (holder instanceof Stream) this.open(stream, holder);
    const inside = this.opened.get(stream);
    const at = inside?.offsets.get(id);
    if (inside && at !== undefined) return parseValue(new Lexer(inside.bytes, at));
    if (!this.scanned) throw new LyingTable();
    return null;
  }

  /** Pairs of number and offset lead an object stream (ISO 32000-1 §7.5.7). */
  private open(id: number, stream: Stream): Inside {
    const { bytes } = decode(stream, (value) => this.get(value), this.budget);
    const inside: Inside = { bytes, offsets: new Map() };
    const first = this.get(stream.dict.get("First"));
    const lexer = new Lexer(bytes);
    while (typeof first === "number" && lexer.at < first) {
      const [number, offset] = [lexer.next(), lexer.next()];
      if (typeof number !== "number" || typeof offset !== "number") break;
      inside.offsets.set(number, first + offset);
    }
    this.opened.set(id, inside);
    return inside;
  }
}
