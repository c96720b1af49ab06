/**
 * Fragments of a movie (ISO/IEC 14496-12 §8.8), as browsers and some phones record: their samples
 * are gathered by track, so that the result is a movie in one piece, which every player can seek.
 */
import { u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Source } from "../source.ts";
import { type Box, find, flags, inside, need, u64, version } from "./box.ts";
import { ownSamples, type Sample, type Timeline } from "./timeline.ts";

const MOST_RUN = 1 << 20;
const BASE = 1;
const BASE_IS_MOOF = 0x20000;
const OFFSET = 1;
const FIRST_FLAGS = 4;
const NOT_SYNC = 0x10000;

/** Of each sample that says nothing itself. */
interface Defaults {
  duration: number;
  size: number;
  flags: number;
}

export interface Movie {
  lines: Map<number, Timeline>;
  defaults: Map<number, Defaults>;
}

/** A track of no sample tables at all has none of its own. */
export function startMovie(b: Uint8Array, moov: Box): Movie {
  const movie: Movie = { lines: new Map(), defaults: new Map() };
  const mvex = find(b, moov, "mvex");
  for (const { type, body } of mvex ? inside(b, mvex) : []) {
    if (type !== "trex") continue;
    const [duration, size, flags] = [12, 16, 20].map((at) => u32(b, body + at)) as [number, number, number];
    movie.defaults.set(u32(b, body + 4), { duration, size, flags });
  }
  for (const trak of inside(b, moov).filter(({ type }) => type === "trak")) {
    const tkhd = need(b, trak, "tkhd");
    const id = u32(b, tkhd.body + (version(b, tkhd) === 1 ? 20 : 12));
    movie.lines.set(id, ownSamples(b, need(b, trak, "mdia/minf/stbl")));
  }
  return movie;
}

/** Adds the samples of one moof box. */
export async function addFragment(source: Source, { start, body, end }: Box, movie: Movie): Promise<void> {
  const b = await source.bytes(start, end - start);
  const moof: Box = { type: "moof", start: 0, body: body - start, end: b.length };
  // Samples without a stated place begin after those before them.
  const cursor = { at: start };
  for (const traf of inside(b, moof).filter(({ type }) => type === "traf")) {
    addTrack(b, traf, start, cursor, movie);
  }
}

function addTrack(b: Uint8Array, traf: Box, moofAt: number, cursor: { at: number }, movie: Movie): void {
  const tfhd = need(b, traf, "tfhd");
  const set = flags(b, tfhd);
  const id = u32(b, tfhd.body + 4);
  const base = set & BASE ? u64(b, tfhd.body + 8) : set & BASE_IS_MOOF ? moofAt : cursor.at;
  const line = movie.lines.get(id);
  const tfdt = find(b, traf, "tfdt");
  if (tfdt) line?.seek(version(b, tfdt) === 1 ? u64(b, tfdt.body + 4) : u32(b, tfdt.body + 4));
  const defaults = trackDefaults(b, tfhd, movie.defaults.get(id));
  let at = base;
  for (const trun of inside(b, traf).filter(({ type }) => type === "trun")) {
    if (flags(b, trun) & OFFSET) at = base + (u32(b, trun.body + 8) | 0);
    const samples = readRun(b, trun, defaults);
    line?.add(at, samples);
    at += samples.reduce((sum, { size }) => sum + size, 0);
    cursor.at = at;
  }
}

function trackDefaults(b: Uint8Array, tfhd: Box, movie: Defaults = { duration: 0, size: 0, flags: 0 }): Defaults {
  const set = flags(b, tfhd);
  let at = tfhd.body + 8 + (set & BASE ? 8 : 0) + (set & 2 ? 4 : 0);
  const next = (bit: number, fallback: number): number => {
    if (!(set & bit)) return fallback;
    at += 4;
    return u32(b, at - 4);
  };
  return { duration: next(8, movie.duration), size: next(0x10, movie.size), flags: next(0x20, movie.flags) };
}

function readRun(b: Uint8Array, trun: Box, defaults: Defaults): Sample[] {
  const set = flags(b, trun);
  const count = u32(b, trun.body + 4);
  let at = trun.body + 8 + (set & OFFSET ? 4 : 0);
  const first = set & FIRST_FLAGS ? u32(b, at) : null;
  if (first !== null) at += 4;
  const each = 4 * [0x100, 0x200, 0x400, 0x800].filter((bit) => set & bit).length;
  if (count > MOST_RUN || at + count * each > trun.end) throw new CleaningError("broken");
  const next = (bit: number, fallback: number): number => {
    if (!(set & bit)) return fallback;
    at += 4;
    return u32(b, at - 4);
  };
  return Array.from({ length: count }, (_, i) => {
    const duration = next(0x100, defaults.duration);
    const size = next(0x200, defaults.size);
    const own = next(0x400, i === 0 && first !== null ? first : defaults.flags);
    return { duration, size, sync: !(own & NOT_SYNC), shift: next(0x800, 0) | 0 };
  });
}
