/**
 * The samples of one track of a fragmented movie, gathered from the movie's own tables and from
 * its fragments, and written as the tables of a movie in one piece.
 */
import { u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { be, join } from "../writer.ts";
import { type Box, find, makeFull, version } from "./box.ts";
import { readOffsets, readSizes, samplesPerChunk, type Sizes } from "./tables.ts";

const MOST_SAMPLES = 2e6;

export interface Sample {
  size: number;
  duration: number;
  /** From decoding to showing; may be negative. */
  shift: number;
  sync: boolean;
}

export class Timeline {
  /** When the first sample is decoded, in the track's own time. */
  start = 0;
  readonly offsets: number[] = [];
  readonly counts: number[] = [];
  readonly #samples: Sample[] = [];
  #time = 0;

  /** All samples take so long. */
  get duration(): number {
    return this.#time - this.start;
  }

  /** A fragment's samples are decoded from `time` on: earlier ones last until then. */
  seek(time: number): void {
    const last = this.#samples[this.#samples.length - 1];
    if (!last) this.start = time;
    else if (time > this.#time) last.duration += time - this.#time;
    this.#time = Math.max(time, this.#time);
  }

  /** Adds samples that lie one after the other from `offset`. */
  add(offset: number, samples: Sample[]): void {
    if (!samples.length) return;
    if (this.#samples.length + samples.length > MOST_SAMPLES) throw new CleaningError("too_large");
    this.offsets.push(offset);
    this.counts.push(samples.length);
    for (const sample of samples) {
      this.#samples.push(sample);
      this.#time += sample.duration;
    }
  }

  sizes(): Sizes {
    return { count: this.#samples.length, fixed: 0, of: (i) => this.#samples[i]?.size ?? 0 };
  }

  /** Every table but the one of offsets. */
  tables(): Uint8Array[] {
    const all = this.#samples;
    const shifts = runs(all.map(({ shift }) => shift));
    const signed = all.some(({ shift }) => shift < 0) ? 1 : 0;
    const syncs = all.flatMap(({ sync }, i) => (sync ? [i + 1] : []));
    const sizes = [0, all.length, ...all.map(({ size }) => size)];
    return [
      table("stts", 0, runs(all.map(({ duration }) => duration)), 2),
      ...(all.some(({ shift }) => shift) ? [table("ctts", signed, shifts, 2)] : []),
      ...(syncs.length < all.length ? [table("stss", 0, syncs, 1)] : []),
      table("stsc", 0, this.#chunkRuns(), 3),
      makeFull("stsz", 0, 0, words(sizes)),
    ];
  }

  #chunkRuns(): number[] {
    return this.counts.flatMap((count, i) => (count === this.counts[i - 1] ? [] : [i + 1, count, 1]));
  }
}

function words(values: number[]): Uint8Array {
  const b = new Uint8Array(values.length * 4);
  const view = new DataView(b.buffer);
  values.forEach((value, i) => view.setInt32(i * 4, value | 0));
  return b;
}

const table = (type: string, version: number, values: number[], each: number): Uint8Array =>
  makeFull(type, version, 0, join(be(values.length / each, 4), words(values)));

/** Pairs of how often in a row, and what. */
function runs(values: number[]): number[] {
  const all: number[] = [];
  values.forEach((value, i) => {
    if (i && value === values[i - 1]) all[all.length - 2] = (all[all.length - 2] as number) + 1;
    else all.push(1, value);
  });
  return all;
}

/** What the movie box itself already has of a track: often nothing, sometimes the first piece. */
export function ownSamples(b: Uint8Array, stbl: Box): Timeline {
  const line = new Timeline();
  const sizes = readSizes(b, stbl);
  if (!sizes.count) return line;
  if (sizes.count > MOST_SAMPLES) throw new CleaningError("too_large");
  const durations = expand(b, find(b, stbl, "stts"), sizes.count);
  const shifts = expand(b, find(b, stbl, "ctts"), sizes.count);
  const syncs = syncSet(b, find(b, stbl, "stss"));
  const offsets = readOffsets(b, stbl);
  const counts = samplesPerChunk(b, stbl, offsets.length);
  let next = 0;
  offsets.forEach((offset, i) => {
    const from = next;
    next = Math.min(sizes.count, next + (counts[i] as number));
    const sample = (_: unknown, k: number): Sample => ({
      size: sizes.of(from + k),
      duration: durations[from + k] ?? 0,
      shift: (shifts[from + k] ?? 0) | 0,
      sync: !syncs || syncs.has(from + k + 1),
    });
    line.add(offset, Array.from({ length: next - from }, sample));
  });
  return line;
}

/** Entries of "how many, what" one by one, at most `most` of them. */
function expand(b: Uint8Array, box: Box | undefined, most: number): number[] {
  const all: number[] = [];
  const end = box ? Math.min(box.end - 7, box.body + 8 + 8 * u32(b, box.body + 4)) : 0;
  for (let at = (box?.body ?? 0) + 8; at < end; at += 8) {
    for (let left = Math.min(u32(b, at), most - all.length); left > 0; left--) all.push(u32(b, at + 4));
  }
  return all;
}

function syncSet(b: Uint8Array, box: Box | undefined): Set<number> | null {
  if (!box || version(b, box)) return null;
  const count = Math.min(u32(b, box.body + 4), (box.end - box.body - 8) >> 2);
  return new Set(Array.from({ length: count }, (_, i) => u32(b, box.body + 8 + 4 * i)));
}
