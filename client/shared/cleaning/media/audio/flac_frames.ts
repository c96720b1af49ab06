/**
 * FLAC frames (RFC 9639 §9): they do not state their length, so each is told by the header of the
 * next and proved by its checksum. What is not a proven frame is not sound.
 */
import { byte, u16 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Source } from "../source.ts";

const LONGEST_FRAME = 8 << 20;
const STEP = 64 << 10;

const TABLE_16 = Uint16Array.from({ length: 256 }, (_, i) => {
  let crc = i << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc;
});

function crc8(b: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) {
    crc ^= byte(b, at);
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 7) & 255 : crc << 1;
  }
  return crc;
}

/** How long the frame header at `at` is, or 0 when there is none (§9.1). */
export function headerLength(b: Uint8Array, at: number): number {
  if ((u16(b, at) & 0xfffe) !== 0xfff8) return 0;
  const block = byte(b, at + 2) >> 4;
  const rate = byte(b, at + 2) & 15;
  if (!block || rate === 15 || byte(b, at + 3) >> 4 > 10 || byte(b, at + 3) & 1) return 0;
  const coded = Math.max(1, Math.clz32(~(byte(b, at + 4) << 24)));
  const more = (block === 6 ? 1 : block === 7 ? 2 : 0) + (rate === 12 ? 1 : rate > 12 ? 2 : 0);
  const length = 4 + coded + more;
  return coded < 8 && crc8(b, at, at + length) === byte(b, at + length) ? length + 1 : 0;
}

/** Where the frames that start at `at` end: at the last byte up to which checksums prove frames. */
export async function framesEnd(source: Source, start: number): Promise<number> {
  let at = start;
  while (at < source.size) {
    const length = await frameLength(source, at);
    if (!length) break;
    at += length;
  }
  return at;
}

/** The frame's length by the first place where its checksum is right and a frame or nothing follows. */
async function frameLength(source: Source, at: number): Promise<number> {
  for (let size = STEP; ; size *= 2) {
    const b = await source.peek(at, size);
    if (!headerLength(b, 0)) return 0;
    const length = proven(b, b.length < size);
    if (length) return length;
    if (b.length < size) return 0;
    if (size > LONGEST_FRAME) throw new CleaningError("broken");
  }
}

/** `last` says that `b` reaches to the end of the file: then tags may follow instead of a frame. */
function proven(b: Uint8Array, last: boolean): number {
  let crc = 0;
  let tagged = 0;
  for (let at = 0; at < b.length; at++) {
    // The checksum of everything and its checksum is zero.
    const ends = crc === 0 && at > 8;
    if (ends && headerLength(b, at)) return at;
    if (ends && last && /^(TAG|ID3|APE)/.test(String.fromCharCode(...b.subarray(at, at + 3)))) tagged ||= at;
    crc = ((crc << 8) & 0xffff) ^ (TABLE_16[(crc >> 8) ^ byte(b, at)] as number);
  }
  return tagged || (last && crc === 0 ? b.length : 0);
}
