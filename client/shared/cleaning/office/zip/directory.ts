/**
 * The central directory (APPNOTE 4.3.12, 4.3.16): what a package says that it holds. Packages in
 * the large format (ZIP64), in several volumes or with something in front are none of ours.
 */
import { le16, le32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { MAX_ENTRIES } from "../limits.ts";

export interface Listed {
  name: string;
  flags: number;
  method: number;
  /** DOS time and date in one number. */
  stamp: number;
  crc: number;
  packed: number;
  size: number;
  local: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const broken = (): never => {
  throw new CleaningError("broken");
};

/** Where the end record starts: it must reach exactly to the end of the file. */
function findEnd(b: Uint8Array): number {
  for (let at = b.length - 22; at >= Math.max(0, b.length - 65557); at--) {
    if (le32(b, at) === END && at + 22 + le16(b, at + 20) === b.length) return at;
  }
  return broken();
}

export function readDirectory(b: Uint8Array): Listed[] {
  const end = findEnd(b);
  const count = le16(b, end + 10);
  let at = le32(b, end + 16);
  const oneDisk = !le32(b, end + 4) && le16(b, end + 8) === count;
  if (!oneDisk || count > MAX_ENTRIES || at + le32(b, end + 12) !== end) broken();
  const listed: Listed[] = [];
  for (let index = 0; index < count; index++) {
    listed.push(readEntry(b, at, end));
    at += 46 + le16(b, at + 28) + le16(b, at + 30) + le16(b, at + 32);
  }
  return at === end ? listed : broken();
}

function readEntry(b: Uint8Array, at: number, end: number): Listed {
  const nameEnd = at + 46 + le16(b, at + 28);
  if (le32(b, at) !== ENTRY || nameEnd > end) broken();
  return {
    name: utf8(b.subarray(at + 46, nameEnd)),
    flags: le16(b, at + 8),
    method: le16(b, at + 10),
    stamp: le32(b, at + 12),
    crc: le32(b, at + 16),
    packed: le32(b, at + 20),
    size: le32(b, at + 24),
    local: le32(b, at + 42),
  };
}

/** Names in an old code page are kept apart from each other; nothing of ours has one. */
function utf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8").decode(bytes);
}
