/**
 * Fragments of a movie (ISO/IEC 14496-12 §8.8), as browsers record: each movie fragment is written
 * anew with the runs of the kept tracks only, followed by exactly the bytes of their samples.
 */
import { u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Place } from "../codecs/scrub.ts";
import { be } from "../writer.ts";
import { type Box, find, flags, inside, makeBox, makeFull, need, u64, version } from "./box.ts";
import { group } from "./tables.ts";
import type { Track } from "./tracks.ts";

const MOST_SAMPLES = 1 << 20;
const BASE_IS_MOOF = 0x20000;
/** The optional fields of tfhd and of trun's samples, four bytes each but for the base offset. */
const BASE = 1;
const SAMPLE_SIZE_DEFAULT = 0x10;
const OFFSET = 1;
const FIRST_FLAGS = 4;
const SAMPLE_SIZE = 0x200;

interface Run {
  track: Track;
  from: number;
  sizes: Uint32Array;
  length: number;
  /** Everything of the box from version on; the new offset goes in at byte 8. */
  head: (offset: number) => Uint8Array;
}

interface Part {
  head: Uint8Array[];
  runs: Run[];
}

/** Where samples without a stated place begin: after those before them. */
interface Cursor {
  at: number;
}

/** Adds one fragment to the output; `moofAt` is where `b`, the box, starts in the original. */
export async function copyFragment(
  place: Place,
  b: Uint8Array,
  moofAt: number,
  tracks: Track[],
  defaults: Map<number, number>,
): Promise<void> {
  const moof: Box = { type: "moof", start: 0, body: 8, end: b.length };
  const cursor = { at: moofAt };
  const parts: Part[] = [];
  for (const traf of inside(b, moof).filter(({ type }) => type === "traf")) {
    const part = readPart(b, traf, moofAt, cursor, tracks, defaults);
    if (part) parts.push(part);
    else place.found.dropped("traf");
  }
  const runs = parts.flatMap((part) => part.runs);
  if (!runs.length) return;
  putFragment(place, need(b, moof, "mfhd"), b, parts);
  for (const run of runs) await copyRun(place, run);
}

function putFragment(place: Place, mfhd: Box, b: Uint8Array, parts: Part[]): void {
  const number = makeFull("mfhd", 0, 0, b.subarray(mfhd.body + 4, mfhd.body + 8));
  const write = (start: number): Uint8Array => {
    let at = start;
    const trafs = parts.map(({ head, runs }) => {
      const truns = runs.map((run) => {
        const box = makeBox("trun", run.head(at));
        at += run.length;
        return box;
      });
      return makeBox("traf", ...head, ...truns);
    });
    return makeBox("moof", number, ...trafs);
  };
  const data = parts.flatMap(({ runs }) => runs).reduce((sum, { length }) => sum + length, 8);
  if (data > 0xffffffff) throw new CleaningError("too_large");
  place.output.put(write(write(0).length + 8));
  place.output.put(makeBox("mdat").map((value, i) => be(data, 4)[i] ?? value));
}

async function copyRun(place: Place, { track, from, sizes, length }: Run): Promise<void> {
  place.output.copy(from, from + length);
  let at = from;
  for (const size of track.scrub ? sizes : []) {
    if (size) await track.scrub?.(place, at, at + size);
    at += size;
  }
}

function readPart(
  b: Uint8Array,
  traf: Box,
  moofAt: number,
  cursor: Cursor,
  tracks: Track[],
  defaults: Map<number, number>,
): Part | null {
  const tfhd = need(b, traf, "tfhd");
  const set = flags(b, tfhd);
  const oldId = u32(b, tfhd.body + 4);
  const fields = tfhd.body + 8 + (set & BASE ? 8 : 0);
  const sizeAt = fields + 4 * [2, 8].filter((bit) => set & bit).length;
  const size = set & SAMPLE_SIZE_DEFAULT ? u32(b, sizeAt) : (defaults.get(oldId) ?? 0);
  const base = set & BASE ? u64(b, tfhd.body + 8) : set & BASE_IS_MOOF ? moofAt : cursor.at;
  const track = tracks.find((one) => one.oldId === oldId);
  const runs = readRuns(b, traf, base, size, cursor, track);
  if (!track) return null;
  const end = fields + 4 * [2, 8, 0x10, 0x20].filter((bit) => set & bit).length;
  if (end > tfhd.end) throw new CleaningError("broken");
  const kept = (set & 0x1003a) | BASE_IS_MOOF;
  const head = [makeFull("tfhd", 0, kept, be(track.id, 4), b.subarray(fields, end)), ...decodeTime(b, traf)];
  for (const box of inside(b, traf).filter(({ type }) => /^(sbgp|sgpd)$/.test(type))) {
    const made = group(b, box);
    if (made) head.push(made);
  }
  return { head, runs };
}

function decodeTime(b: Uint8Array, traf: Box): Uint8Array[] {
  const tfdt = find(b, traf, "tfdt");
  if (!tfdt) return [];
  const v = version(b, tfdt) & 1;
  return [makeFull("tfdt", v, 0, b.subarray(tfdt.body + 4, tfdt.body + (v ? 12 : 8)))];
}

/** All runs of a track, also of a dropped one: they move the cursor. */
function readRuns(b: Uint8Array, traf: Box, base: number, size: number, cursor: Cursor, track?: Track): Run[] {
  const runs: Run[] = [];
  let at = base;
  for (const box of inside(b, traf).filter(({ type }) => type === "trun")) {
    const set = flags(b, box);
    if (set & OFFSET) at = base + (u32(b, box.body + 8) | 0);
    const { sizes, start, end } = runSizes(b, box, size);
    const length = sizes.reduce((sum, one) => sum + one, 0);
    const fields = b.subarray(start - (set & FIRST_FLAGS ? 4 : 0), end);
    const counted = b.subarray(box.body + 4, box.body + 8);
    const full = (offset: number) =>
      makeFull("trun", version(b, box) & 1, (set & 0xf05) | OFFSET, counted, be(offset, 4), fields).subarray(8);
    if (track) runs.push({ track, from: at, sizes, length, head: full });
    at += length;
    cursor.at = at;
  }
  return runs;
}

function runSizes(b: Uint8Array, box: Box, fallback: number): { sizes: Uint32Array; start: number; end: number } {
  const set = flags(b, box);
  const count = u32(b, box.body + 4);
  const each = 4 * [0x100, 0x200, 0x400, 0x800].filter((bit) => set & bit).length;
  const start = box.body + 8 + (set & OFFSET ? 4 : 0) + (set & FIRST_FLAGS ? 4 : 0);
  const end = start + count * each;
  if (count > MOST_SAMPLES || end > box.end) throw new CleaningError("broken");
  const sizeAt = start + (set & 0x100 ? 4 : 0);
  const size = (i: number) => (set & SAMPLE_SIZE ? u32(b, sizeAt + i * each) : fallback);
  return { sizes: Uint32Array.from({ length: count }, (_, i) => size(i)), start, end };
}
