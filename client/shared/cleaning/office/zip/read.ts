/**
 * Reading a package with no room for two opinions: what the directory lists must stand where it
 * says, under the same name, apart from everything else, and inflate to what was announced. Other
 * readers disagree about packages that break these rules, and what they disagree about hides.
 */
import { le16, le32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { MAX_RATIO, MAX_TOTAL } from "../limits.ts";
import { crc32 } from "./crc.ts";
import { type Listed, readDirectory } from "./directory.ts";
import { inflateExactly } from "./inflate.ts";

/** The package's files by name; each is inflated when asked for. Folders are left out. */
export interface Package {
  /** Whether an entry says when it was written. */
  dated: boolean;
  names: string[];
  has(name: string): boolean;
  size(name: string): number;
  /** Throws CleaningError("broken") for a name that is not there, or bytes that do not fit. */
  read(name: string): Uint8Array;
}

const LOCAL = 0x04034b50;
/** Midnight of 1 January 1980: what writers put that will not say. */
const FIRST_DAY = 0x210000;
const UNKNOWN_SIZE = 0xffffffff;
const ENCRYPTED = 1 | 64 | 8192;
const SIZES_LATER = 8;

function check(fine: boolean): void {
  if (!fine) throw new CleaningError("broken");
}

/** Throws CleaningError: "encrypted", "too_large" for bombs, else "broken". */
export function readPackage(b: Uint8Array): Package {
  const listed = readDirectory(b);
  if (listed.some(({ flags }) => flags & ENCRYPTED)) throw new CleaningError("encrypted");
  checkNames(listed);
  checkSizes(listed);
  const starts = dataStarts(b, listed);
  const files = new Map(listed.filter(({ name }) => !name.endsWith("/")).map((one) => [one.name, one]));
  const find = (name: string): Listed => {
    const one = files.get(name);
    if (!one) throw new CleaningError("broken");
    return one;
  };
  return {
    dated: listed.some(({ stamp }) => stamp !== 0 && stamp !== FIRST_DAY),
    names: [...files.keys()],
    has: (name) => files.has(name),
    size: (name) => find(name).size,
    read: (name) => unpack(b, find(name), starts.get(name) ?? 0),
  };
}

/** No absolute paths, no way up, no two names that one system takes for the same. */
function checkNames(listed: Listed[]): void {
  const seen = new Set<string>();
  for (const { name } of listed) {
    const key = name.normalize("NFC").toLowerCase().replace(/\/$/, "");
    check(key !== "" && !seen.has(key) && !/^\/|[\\\0\ufffd]|(^|\/)\.{1,2}(\/|$)|\/\/|^[a-z]:/i.test(name));
    seen.add(key);
  }
}

function checkSizes(listed: Listed[]): void {
  let total = 0;
  for (const { packed, size, method } of listed) {
    check((method === 0 && packed === size) || method === 8);
    if (size > 1 << 20 && size > packed * MAX_RATIO) throw new CleaningError("too_large");
    total += size;
  }
  if (total > MAX_TOTAL) throw new CleaningError("too_large");
}

/** Where each entry's data starts; entries may not overlap, and the first one stands in front. */
function dataStarts(b: Uint8Array, listed: Listed[]): Map<string, number> {
  const starts = new Map<string, number>();
  let free = 0;
  for (const one of [...listed].sort((left, right) => left.local - right.local)) {
    check(one.local >= free && (free > 0 || one.local === 0));
    const start = one.local + 30 + le16(b, one.local + 26) + le16(b, one.local + 28);
    checkLocal(b, one);
    free = start + one.packed;
    check(free <= b.length - 22);
    starts.set(one.name, start);
  }
  return starts;
}

/** A header written before the sizes were known may leave them open, but not say otherwise. */
function checkLocal(b: Uint8Array, { local, name, flags, method, crc, packed, size }: Listed): void {
  const nameBytes = b.subarray(local + 30, local + 30 + le16(b, local + 26));
  check(le32(b, local) === LOCAL && le16(b, local + 8) === method);
  check(!(le16(b, local + 6) & ENCRYPTED) && new TextDecoder().decode(nameBytes) === name);
  const open = flags & SIZES_LATER ? [0, UNKNOWN_SIZE] : [UNKNOWN_SIZE];
  const agrees = (at: number, value: number): boolean => {
    const said = le32(b, local + at);
    return said === value || open.includes(said);
  };
  check(agrees(18, packed) && agrees(22, size) && (le32(b, local + 14) === crc || agrees(14, crc)));
}

function unpack(b: Uint8Array, { method, packed, size, crc }: Listed, start: number): Uint8Array {
  const data = b.subarray(start, start + packed);
  const bytes = method ? inflateExactly(data, size) : data;
  check(crc32(bytes) === crc);
  return bytes;
}
