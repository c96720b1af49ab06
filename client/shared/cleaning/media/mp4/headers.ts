/**
 * The headers of movies, tracks and media (ISO/IEC 14496-12 §8.2.2, §8.3.2, §8.4.2) without their
 * times, languages and names.
 */
import { u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Found } from "../found.ts";
import { ascii, be, join, zeros } from "../writer.ts";
import { type Box, flags, makeBox, makeFull, need, version } from "./box.ts";

const UNDETERMINED = 0x55c4;

/** Where the fields after the two times are, and how wide times and durations are. */
function layout(b: Uint8Array, box: Box, least: number): { at: number; wide: number; v: number } {
  const v = version(b, box);
  const wide = v === 1 ? 8 : 4;
  const at = box.body + 4 + 2 * wide;
  if (v > 1 || at + least + wide > box.end) throw new CleaningError("broken");
  return { at, wide, v };
}

/** A duration as the header has it, or another. */
function lasting(b: Uint8Array, at: number, wide: number, other: number | undefined): Uint8Array {
  return other === undefined ? b.subarray(at, at + wide) : Uint8Array.from(be(Math.round(other), wide));
}

function noteTimes(b: Uint8Array, from: number, to: number, found: Found): void {
  if (b.subarray(from, to).some(Boolean)) found.add("time");
}

export function movieHeader(b: Uint8Array, moov: Box, tracks: number, found: Found, duration?: number): Uint8Array {
  const box = need(b, moov, "mvhd");
  const { at, wide, v } = layout(b, box, 80);
  noteTimes(b, box.body + 4, at, found);
  const length = join(b.subarray(at, at + 4), lasting(b, at + 4, wide, duration));
  const rest = at + 4 + wide;
  const speed = b.subarray(rest, rest + 6);
  const matrix = b.subarray(rest + 16, rest + 52);
  return makeFull("mvhd", v, 0, zeros(2 * wide), length, speed, zeros(10), matrix, zeros(24), be(tracks + 1, 4));
}

export const trackId = (b: Uint8Array, trak: Box): number => {
  const box = need(b, trak, "tkhd");
  return u32(b, layout(b, box, 68).at);
};

/** Width and height as shown, in pixels. */
export function trackSize(b: Uint8Array, trak: Box): { width: number; height: number } {
  const box = need(b, trak, "tkhd");
  const { at, wide } = layout(b, box, 68);
  return { width: u32(b, at + 60 + wide) >>> 16, height: u32(b, at + 64 + wide) >>> 16 };
}

export function trackHeader(b: Uint8Array, trak: Box, id: number, found: Found, other?: number): Uint8Array {
  const box = need(b, trak, "tkhd");
  const { at, wide, v } = layout(b, box, 68);
  noteTimes(b, box.body + 4, at, found);
  const duration = lasting(b, at + 8, wide, other);
  const rest = at + 8 + wide;
  const shown = [b.subarray(rest + 8, rest + 14), zeros(2), b.subarray(rest + 16, rest + 60)];
  return makeFull("tkhd", v, flags(b, box) & 15, zeros(2 * wide), be(id, 4), zeros(4), duration, zeros(8), ...shown);
}

/** Says which language is spoken no longer. */
export function mediaHeader(b: Uint8Array, trak: Box, found: Found, duration?: number): Uint8Array {
  const box = need(b, trak, "mdia/mdhd");
  const { at, wide, v } = layout(b, box, 8);
  noteTimes(b, box.body + 4, at, found);
  const length = [b.subarray(at, at + 4), lasting(b, at + 4, wide, duration)];
  return makeFull("mdhd", v, 0, zeros(2 * wide), ...length, be(UNDETERMINED, 2), zeros(2));
}

export const handler = (kind: string): Uint8Array =>
  makeFull("hdlr", 0, 0, zeros(4), ascii(kind), zeros(13));

export const mediaKindHeader = (kind: string): Uint8Array =>
  kind === "vide" ? makeFull("vmhd", 0, 1, zeros(8)) : makeFull("smhd", 0, 0, zeros(4));

/** The media data are in this very file. */
export const selfContained = (): Uint8Array =>
  makeBox("dinf", makeFull("dref", 0, 0, be(1, 4), makeFull("url ", 0, 1)));

/** Edit lists say which part is shown; exactly their entries (§8.6.6). */
export function edits(b: Uint8Array, elst: Box): Uint8Array {
  const v = version(b, elst);
  const end = elst.body + 8 + u32(b, elst.body + 4) * (v === 1 ? 20 : 12);
  if (v > 1 || end > elst.end) throw new CleaningError("broken");
  return makeBox("edts", makeFull("elst", v, 0, b.subarray(elst.body + 4, end)));
}

/** How many units of time a second has, of a movie or of media. */
export function timescale(b: Uint8Array, box: Box): number {
  return Math.max(1, u32(b, layout(b, box, 4).at));
}

/** Where in its media an edit list first starts to show something. */
export function firstShown(b: Uint8Array, elst: Box): number {
  const long = version(b, elst) === 1;
  const each = long ? 20 : 12;
  for (let at = elst.body + 8; at + each <= elst.end; at += each) {
    const time = u32(b, at + (long ? 12 : 4));
    if (u32(b, at + (long ? 8 : 4)) !== 0xffffffff) return long ? u32(b, at + 8) * 2 ** 32 + time : time;
  }
  return 0;
}

/** Shows nothing for `lead`, then `duration` from `start` of the media on; times of the movie. */
export function newEdits(lead: number, duration: number, start: number): Uint8Array[] {
  if (lead < 1 && !start) return [];
  const rate = be(0x10000, 4);
  const empty = lead < 1 ? [] : [...be(Math.round(lead), 8), ...new Array<number>(8).fill(255), ...rate];
  const shown = [...be(Math.round(duration), 8), ...be(start, 8), ...rate];
  return [makeBox("edts", makeFull("elst", 1, 0, be(lead < 1 ? 1 : 2, 4), empty, shown))];
}
