/** Reads JSON from strangers field by field, and names the field that is at fault. */
import { fromUtf8 } from "./bytes.ts";
import { isDay } from "./day.ts";
import { MAX_STRING } from "./limits.ts";
import { PacketError } from "./packet.ts";

/** One JSON object whose every read yields a checked value or throws PacketError. */
export class Fields {
  private value: Record<string, unknown>;

  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw fault(path);
    this.value = value as Record<string, unknown>;
  }

  /** The object in strict UTF-8 JSON without a byte order mark. */
  static parse(bytes: Uint8Array, name = "report.json"): Fields {
    let value: unknown;
    try {
      value = JSON.parse(fromUtf8(bytes));
    } catch {
      throw fault(name);
    }
    return new Fields(value, name);
  }

  inner(name: string): Fields {
    return new Fields(this.take(name), name);
  }

  list(name: string, most: number): unknown[] {
    const value = this.take(name);
    if (!Array.isArray(value)) throw fault(name);
    if (value.length > most) throw new PacketError("packet_limits", name);
    return value;
  }

  /** A string of at most `most` characters, counted as Unicode scalar values. */
  string(name: string, most = MAX_STRING): string {
    const value = this.take(name);
    if (typeof value !== "string" || /[\ud800-\udfff]/u.test(value)) throw fault(name);
    if (value.length > most && Array.from(value).length > most) throw new PacketError("packet_limits", name);
    return value;
  }

  matching(name: string, pattern: RegExp): string {
    const value = this.string(name);
    if (!pattern.test(value)) throw fault(name);
    return value;
  }

  choice<T extends string>(name: string, words: readonly T[]): T {
    const value = this.string(name) as T;
    if (!words.includes(value)) throw fault(name);
    return value;
  }

  /** A list of different words, each of them known. */
  words(name: string, known: readonly string[]): string[] {
    const values = this.list(name, known.length) as string[];
    if (new Set(values).size !== values.length || !values.every((value) => known.includes(value))) throw fault(name);
    return values;
  }

  /** A whole number from 0 to `most`. */
  integer(name: string, most = Infinity): number {
    const value = this.take(name);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw fault(name);
    if (value > most) throw new PacketError("packet_limits", name);
    return value;
  }

  /** A day of the Gregorian calendar, from 2000 to 2199. */
  day(name: string): string {
    const value = this.string(name);
    if (!/^2[01]/.test(value) || !isDay(value)) throw fault(name);
    return value;
  }

  nullable<T>(name: string, read: (name: string) => T): T | null {
    return this.take(name) === null ? null : read(name);
  }

  /** As `nullable`, for a field that came later: older writers leave it out. */
  optional<T>(name: string, read: (name: string) => T): T | null {
    return this.value[name] == null ? null : read(name);
  }

  private take(name: string): unknown {
    if (!Object.prototype.hasOwnProperty.call(this.value, name)) throw fault(name);
    return this.value[name];
  }
}

export function fault(field: string): PacketError {
  return new PacketError("packet_report", field);
}
