/**
 * The directories of a TIFF (TIFF 6.0 §2) read without trust: a fixed budget of directories,
 * entries and values, and outside the file everything is zero.
 */
import { le16, le32, u16, u32 } from "../bytes.ts";

const MAX_DIRECTORIES = 64;
const MAX_ENTRIES = 512;
export const SUB_DIRECTORIES = 330;
const EXIF = 0x8769;
const GPS = 0x8825;
const INTEROPERABILITY = 0xa005;
/** Bytes of a value of each type that is a whole number or bytes; others are never needed. */
const SIZES: Record<number, number> = { 1: 1, 3: 2, 4: 4, 7: 1, 13: 4 };
const BYTES = /^[1267]$/;

/** What a directory is for: a page of the chain, something within a page, or tags about it. */
export type Place = "page" | "sub" | "exif" | "gps";

interface Entry {
  type: number;
  count: number;
  /** Where the value's four bytes, or the offset in their place, are. */
  at: number;
}

export interface Directory {
  b: Uint8Array;
  little: boolean;
  place: Place;
  entries: Map<number, Entry>;
}

const readers = (little: boolean) => (little ? { short: le16, long: le32 } : { short: u16, long: u32 });

/** Every directory that is reached within the budget, those of the chain of pages first. */
export function readDirectories(b: Uint8Array): Directory[] {
  const little = b[0] === 0x49;
  const { short, long } = readers(little);
  const found: Directory[] = [];
  const seen = new Set<number>();
  const queue: [number, Place][] = [];
  const visit = (at: number, place: Place): number => {
    if (at < 8 || at + 2 > b.length || seen.has(at) || found.length >= MAX_DIRECTORIES) return 0;
    seen.add(at);
    const directory: Directory = { b, little, place, entries: new Map() };
    const count = short(b, at);
    // An entry that the file's end cuts would name a value at 0: there is none.
    const whole = Math.floor((b.length - at - 2) / 12);
    for (let i = 0; i < Math.min(count, whole, MAX_ENTRIES); i++) {
      const entry = at + 2 + 12 * i;
      directory.entries.set(short(b, entry), { type: short(b, entry + 2), count: long(b, entry + 4), at: entry + 8 });
    }
    found.push(directory);
    for (const below of numbers(directory, SUB_DIRECTORIES, 16)) queue.push([below, "sub"]);
    for (const tag of [EXIF, INTEROPERABILITY]) queue.push([number(directory, tag), "exif"]);
    queue.push([number(directory, GPS), "gps"]);
    return long(b, at + 2 + 12 * count);
  };
  for (let at = long(b, 4); at; ) at = visit(at, "page");
  for (let next = queue.shift(); next; next = queue.shift()) visit(...next);
  return found;
}

/** The first `most` whole numbers of a tag; none when it is missing, of another type or cut off. */
export function numbers({ b, little, entries }: Directory, tag: number, most: number): number[] {
  const entry = entries.get(tag);
  const size = SIZES[entry?.type ?? 0];
  if (!entry || !size) return [];
  const { short, long } = readers(little);
  const start = entry.count * size > 4 ? long(b, entry.at) : entry.at;
  const count = Math.min(entry.count, most);
  if (start + count * size > b.length) return [];
  const read = size === 1 ? (_: Uint8Array, at: number) => b[at] ?? 0 : size === 2 ? short : long;
  return Array.from({ length: count }, (_, i) => read(b, start + i * size));
}

/** The first value of a tag, or `otherwise`. */
export const number = (directory: Directory, tag: number, otherwise = 0): number =>
  numbers(directory, tag, 1)[0] ?? otherwise;

/** A tag's value as bytes, as it lies in the file. */
export function bytesOf({ b, little, entries }: Directory, tag: number): Uint8Array {
  const entry = entries.get(tag);
  if (!entry || !BYTES.test(String(entry.type))) return b.subarray(0, 0);
  const start = entry.count > 4 ? readers(little).long(b, entry.at) : entry.at;
  return b.subarray(start, start + entry.count);
}
