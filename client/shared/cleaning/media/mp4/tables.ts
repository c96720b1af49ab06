/**
 * Sample tables (ISO/IEC 14496-12 §8.6, §8.7): where each chunk of a track lies and how long it
 * is, and the tables that say nothing but timing, copied at exactly their stated lengths.
 */
import { byte, latin, u16, u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { be, join } from "../writer.ts";
import { type Box, find, inside, makeFull, need, u64, version } from "./box.ts";

/** Entries of so many bytes after version, flags and a count. */
const PLAIN: Record<string, number> = { stts: 8, ctts: 8, stss: 4, stps: 4, stsc: 12 };
const GROUPS: Record<string, number> = { roll: 2, "rap ": 1, prol: 2 };

export interface Sizes {
  count: number;
  /** The size of every sample, or 0 when each has its own. */
  fixed: number;
  of: (sample: number) => number;
}

/** The box's bytes from its count of entries on, cut to exactly its entries. */
function entries(b: Uint8Array, box: Box, at: number, each: number): Uint8Array {
  const end = at + 4 + u32(b, at) * each;
  if (end > box.end) throw new CleaningError("broken");
  return b.subarray(at, end);
}

export function readSizes(b: Uint8Array, stbl: Box): Sizes {
  const small = find(b, stbl, "stz2");
  const box = small ?? need(b, stbl, "stsz");
  const fixed = small ? 0 : u32(b, box.body + 4);
  const count = u32(b, box.body + 8);
  const bits = small ? byte(b, box.body + 7) : 32;
  if (![4, 8, 16, 32].includes(bits)) throw new CleaningError("broken");
  const at = box.body + 12;
  if (!fixed && at + Math.ceil((count * bits) / 8) > box.end) throw new CleaningError("broken");
  const reads: Record<number, (i: number) => number> = {
    4: (i) => (byte(b, at + (i >> 1)) >> (i & 1 ? 0 : 4)) & 15,
    8: (i) => byte(b, at + i),
    16: (i) => u16(b, at + 2 * i),
    32: (i) => u32(b, at + 4 * i),
  };
  const own = reads[bits] as (i: number) => number;
  return { count, fixed, of: (sample) => fixed || own(sample) };
}

/** As stsz or stz2, which it was. */
export function writeSizes(b: Uint8Array, stbl: Box): Uint8Array {
  const small = find(b, stbl, "stz2");
  const box = small ?? need(b, stbl, "stsz");
  const { count, fixed } = readSizes(b, stbl);
  const bits = small ? byte(b, box.body + 7) : 32;
  const at = box.body + 12;
  const list = fixed ? [] : b.subarray(at, at + Math.ceil((count * bits) / 8));
  return makeFull(box.type, 0, 0, b.subarray(box.body + 4, at), list);
}

/** Offsets of the chunks in the file. */
export function readOffsets(b: Uint8Array, stbl: Box): Float64Array {
  const long = find(b, stbl, "co64");
  const box = long ?? need(b, stbl, "stco");
  const each = long ? 8 : 4;
  const list = entries(b, box, box.body + 4, each);
  const read = long ? u64 : u32;
  return Float64Array.from({ length: u32(list, 0) }, (_, i) => read(list, 4 + i * each));
}

/** How many samples each of `chunks` chunks has. */
export function samplesPerChunk(b: Uint8Array, stbl: Box, chunks: number): Uint32Array {
  const box = need(b, stbl, "stsc");
  const list = entries(b, box, box.body + 4, 12);
  const all = new Uint32Array(chunks);
  for (let i = 0; i < u32(list, 0); i++) {
    const first = u32(list, 4 + 12 * i) - 1;
    if (first < 0 || (i === 0 && first > 0)) throw new CleaningError("broken");
    const next = i + 1 < u32(list, 0) ? u32(list, 16 + 12 * i) - 1 : chunks;
    if (next < first) throw new CleaningError("broken");
    all.fill(u32(list, 8 + 12 * i), first, Math.min(next, chunks));
  }
  return all;
}

/** The tables about timing, each without anything that is not a number of its own. */
export function timing(b: Uint8Array, stbl: Box, samples: number): Uint8Array[] {
  const kept = inside(b, stbl).map((box): Uint8Array | null => {
    const each = PLAIN[box.type];
    const v = version(b, box);
    if (each) return makeFull(box.type, v & 1, 0, entries(b, box, box.body + 4, each));
    const flags = b.subarray(box.body + 4, box.body + 4 + samples);
    if (box.type === "sdtp") return flags.length === samples ? makeFull("sdtp", 0, 0, flags) : null;
    if (box.type === "cslg" && v === 0) return makeFull("cslg", 0, 0, b.subarray(box.body + 4, box.body + 24));
    return group(b, box);
  });
  return kept.filter((made) => made !== null);
}

/** Groups that say where decoding may start, and no others (§10.1, §10.4). */
function group(b: Uint8Array, box: Box): Uint8Array | null {
  const kind = latin(b, box.body + 4, box.body + 8);
  const length = GROUPS[kind];
  const v = version(b, box);
  if (!length) return null;
  if (box.type === "sbgp" && v === 0) {
    return makeFull("sbgp", 0, 0, b.subarray(box.body + 4, box.body + 8), entries(b, box, box.body + 8, 8));
  }
  if (box.type !== "sgpd" || v !== 1 || u32(b, box.body + 8) !== length) return null;
  return makeFull("sgpd", 1, 0, b.subarray(box.body + 4, box.body + 12), entries(b, box, box.body + 12, length));
}

/** stco, or co64 where offsets may not fit. */
export function writeOffsets(offsets: Float64Array, long: boolean): Uint8Array {
  const size = long ? 8 : 4;
  const list = new Uint8Array(offsets.length * size);
  const view = new DataView(list.buffer);
  offsets.forEach((offset, i) => {
    if (long) view.setUint32(i * 8, Math.floor(offset / 2 ** 32));
    view.setUint32(i * size + size - 4, offset >>> 0);
  });
  return makeFull(long ? "co64" : "stco", 0, 0, join(be(offsets.length, 4), list));
}
