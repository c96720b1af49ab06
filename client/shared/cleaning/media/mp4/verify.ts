/**
 * The last word on a rewritten movie: nothing but boxes of a closed list, in their places, of the
 * lengths that their own numbers state, without times, names and languages; and every byte of the
 * media data belongs to a sample. Shares no parser with what wrote it.
 */
import { byte, latin, u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Source } from "../source.ts";
import { entryBody, LEAVES } from "./verify_leaves.ts";

const CHILDREN: Record<string, RegExp> = {
  moov: /^(mvhd|trak|mvex)$/,
  trak: /^(tkhd|edts|mdia)$/,
  edts: /^elst$/,
  mdia: /^(mdhd|hdlr|minf)$/,
  minf: /^([vs]mhd|dinf|stbl)$/,
  dinf: /^dref$/,
  stbl: /^(stsd|stts|ctts|cslg|stss|stps|stsc|stsz|stz2|sdtp|stco|co64|sgpd|sbgp)$/,
  mvex: /^trex$/,
  moof: /^(mfhd|traf)$/,
  traf: /^(tfhd|tfdt|trun|sgpd|sbgp)$/,
  wave: /^(frma|mp4a|esds|enda|alac|chan|\0{4})$/,
};

const fail = (): never => {
  throw new CleaningError("not_clean");
};

/** Sample bytes that the tables of a movie or fragment account for. */
interface Sum {
  bytes: number;
  /** The size of each sample that says none, in the track in hand; -1 when that is in the movie. */
  size: number;
}

export async function verifyMp4(source: Source): Promise<void> {
  let order = "";
  let owed = 0;
  for (let at = 0; at < source.size; ) {
    const head = await source.bytes(at, Math.min(16, source.size - at));
    const type = latin(head, 4, 8);
    const long = u32(head, 0) === 1;
    const size = long ? u32(head, 8) * 2 ** 32 + u32(head, 12) : u32(head, 0);
    if (size < 8 || at + size > source.size) fail();
    if (type !== "mdat") owed = walk(await source.bytes(at, size), type);
    else if (owed >= 0 && size - (long ? 16 : 8) !== owed) fail();
    // What follows the movie first may be its samples; a movie without any has no such box.
    order = (order + type).slice(-64).replace(/(moofmdat)+$/, "moofmdat");
    if (!/^ftyp(moov(mdat)?((moof)?|(moofmdat)))?$/.test(order)) fail();
    at += size;
  }
  if (!/^ftypmoov(mdat)?(moofmdat)?$/.test(order)) fail();
}

/** How many bytes of samples must follow. */
function walk(b: Uint8Array, type: string): number {
  if (type === "ftyp") return LEAVES.ftyp?.(b.subarray(8)) ? 0 : fail();
  if (type !== "moov" && type !== "moof") return fail();
  const sum: Sum = { bytes: 0, size: 0 };
  children(b, 8, b.length, type, sum);
  return sum.bytes;
}

function children(b: Uint8Array, from: number, to: number, parent: string, sum: Sum): void {
  let at = from;
  while (at < to) {
    const size = u32(b, at);
    const type = latin(b, at + 4, at + 8);
    if (size < 8 || at + size > to || !CHILDREN[parent]?.test(type)) fail();
    const body = b.subarray(at + 8, at + size);
    if (type in CHILDREN) children(b, at + 8, at + size, type, sum);
    else if (type === "stsd") entries(body, sum);
    else if (!LEAVES[type]?.(body)) fail();
    count(type, body, sum);
    at += size;
  }
  if (at !== to) fail();
}

function entries(body: Uint8Array, sum: Sum): void {
  let at = 8;
  for (let left = u32(body, 4); left > 0; left--) {
    const size = u32(body, at);
    if (size < 16 || at + size > body.length) fail();
    const entry = body.subarray(at + 8, at + size);
    const start = entryBody(latin(body, at + 4, at + 8), entry);
    if (start === null) return fail();
    for (let next = start; next < entry.length; ) {
      const end = next + u32(entry, next);
      const type = latin(entry, next + 4, next + 8);
      if (end < next + 8 || end > entry.length) fail();
      const content = entry.subarray(next + 8, end);
      if (type === "wave") children(entry, next + 8, end, "wave", sum);
      else if (!LEAVES[type]?.(content)) fail();
      next = end;
    }
    at += size;
  }
  if (at !== body.length) fail();
}

function count(type: string, body: Uint8Array, sum: Sum): void {
  if (type === "stsz" || type === "stz2") sum.bytes += sampleBytes(type, body);
  if (type === "tfhd") sum.size = u32(body, 0) & 0x10 ? u32(body, body.length - (u32(body, 0) & 0x20 ? 8 : 4)) : -1;
  if (type === "trun") sum.bytes += runBytes(body, sum.size);
}

/** Negative infinity where the table alone does not tell: old sound in sizes of 1, other widths. */
function sampleBytes(type: string, body: Uint8Array): number {
  const fixed = type === "stsz" ? u32(body, 4) : 0;
  const many = u32(body, 8);
  if (fixed) return fixed === 1 ? Number.NEGATIVE_INFINITY : fixed * many;
  let total = 0;
  for (let i = 0; i < many; i++) {
    if (type === "stsz") total += u32(body, 12 + 4 * i);
    else if (body[7] === 8) total += byte(body, 12 + i);
    else return Number.NEGATIVE_INFINITY;
  }
  return total;
}

function runBytes(body: Uint8Array, size: number): number {
  const set = u32(body, 0) & 0xffffff;
  const many = u32(body, 4);
  if (!(set & 0x200)) return size < 0 ? Number.NEGATIVE_INFINITY : size * many;
  const each = [0x100, 0x200, 0x400, 0x800].filter((bit) => set & bit).length * 4;
  const first = 12 + (set & 4 ? 4 : 0) + (set & 0x100 ? 4 : 0);
  let total = 0;
  for (let i = 0; i < many; i++) total += u32(body, first + i * each);
  return total;
}
