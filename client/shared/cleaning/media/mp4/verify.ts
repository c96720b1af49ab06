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
  moov: /^(mvhd|trak)$/,
  trak: /^(tkhd|edts|mdia)$/,
  edts: /^elst$/,
  mdia: /^(mdhd|hdlr|minf)$/,
  minf: /^([vs]mhd|dinf|stbl)$/,
  dinf: /^dref$/,
  stbl: /^(stsd|stts|ctts|cslg|stss|stps|stsc|stsz|stz2|sdtp|stco|co64|sgpd|sbgp)$/,
  wave: /^(frma|mp4a|esds|enda|alac|chan|\0{4})$/,
};

const fail = (): never => {
  throw new CleaningError("not_clean");
};

/** Sample bytes that the tables account for. */
interface Sum {
  bytes: number;
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
    order += type;
    if (order.length > 12) fail();
    at += size;
  }
  if (order !== "ftypmoovmdat") fail();
}

/** How many bytes of samples must follow. */
function walk(b: Uint8Array, type: string): number {
  if (type === "ftyp") return LEAVES.ftyp?.(b.subarray(8)) ? 0 : fail();
  if (type !== "moov") return fail();
  const sum: Sum = { bytes: 0 };
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
    if (/^st(sz|z2)$/.test(type)) sum.bytes += sampleBytes(type, body);
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
