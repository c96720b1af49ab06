/**
 * Ogg pages (RFC 3533 §6) taken apart and put together.
 */
import { byte, latin, le32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Source } from "../source.ts";
import { ascii, join, le } from "../writer.ts";

export const CONTINUED = 1;
export const FIRST = 2;
export const LAST = 4;

export interface Page {
  flags: number;
  granule: Uint8Array;
  serial: number;
  lacing: Uint8Array;
  body: Uint8Array;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let crc = i << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

export function checksum(b: Uint8Array): number {
  let crc = 0;
  for (const value of b) crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ value] as number);
  return crc >>> 0;
}

/** The page at `at` and its length. Throws CleaningError `broken`. */
export async function readPage(source: Source, at: number): Promise<{ page: Page; length: number }> {
  const head = await source.bytes(at, 27);
  if (latin(head, 0, 5) !== "OggS\0") throw new CleaningError("broken");
  const lacing = await source.bytes(at + 27, byte(head, 26));
  const size = lacing.reduce((sum, value) => sum + value, 0);
  const body = await source.bytes(at + 27 + lacing.length, size);
  const page = { flags: byte(head, 5), granule: head.subarray(6, 14), serial: le32(head, 14), lacing, body };
  return { page, length: 27 + lacing.length + size };
}

/** A page with its checksum. */
export function writePage({ flags, granule, serial, lacing, body }: Page, number: number): Uint8Array {
  const head = [ascii("OggS"), [0, flags & 7], granule, le(serial, 4), le(number, 4), le(0, 4)];
  const page = join(...head, [lacing.length], lacing, body);
  page.set(le(checksum(page), 4), 22);
  return page;
}

/** Whole packets as pages that hold nothing else. */
export function writePackets(packets: Uint8Array[], serial: number, first: number): Uint8Array[] {
  const lacing = packets.flatMap(({ length }) => [...new Uint8Array(Math.floor(length / 255)).fill(255), length % 255]);
  const all = join(...packets);
  const pages: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < lacing.length; i += 255) {
    const part = Uint8Array.from(lacing.slice(i, i + 255));
    const size = part.reduce((sum, value) => sum + value, 0);
    const flags = i > 0 && lacing[i - 1] === 255 ? CONTINUED : 0;
    const body = all.subarray(at, at + size);
    // No packet ends on a page whose granule says -1.
    const granule = new Uint8Array(8).fill(part.every((value) => value === 255) ? 255 : 0);
    pages.push(writePage({ flags, granule, serial, lacing: part, body }, first + i / 255));
    at += size;
  }
  return pages;
}
