/**
 * The chunks of all kept tracks in the order in which they lie in the file, each checked to be in
 * it: their bytes are all that the new media data will hold.
 */
import { CleaningError } from "../../types.ts";
import type { Place } from "../codecs/scrub.ts";
import type { Track } from "./tracks.ts";

export interface Chunks {
  /** For each chunk: its track, its number there, where it is, and how long it is. */
  tracks: Uint8Array;
  numbers: Uint32Array;
  from: Float64Array;
  length: Float64Array;
  /** In the order of `from`. */
  order: Uint32Array;
  total: number;
}

/** Throws `broken` when samples lie outside of the file or share bytes. */
export function readChunks(tracks: Track[], fileSize: number): Chunks {
  const count = tracks.reduce((sum, { offsets }) => sum + offsets.length, 0);
  const chunks: Chunks = {
    tracks: new Uint8Array(count),
    numbers: new Uint32Array(count),
    from: new Float64Array(count),
    length: new Float64Array(count),
    order: Uint32Array.from({ length: count }, (_, i) => i),
    total: 0,
  };
  let at = 0;
  tracks.forEach((track, i) => {
    at = addTrack(chunks, track, i, at);
  });
  const { from } = chunks;
  chunks.order.sort((a, b) => (from[a] as number) - (from[b] as number));
  checkRanges(chunks, fileSize);
  return chunks;
}

function addTrack(chunks: Chunks, track: Track, index: number, start: number): number {
  let sample = 0;
  track.offsets.forEach((offset, i) => {
    const length = chunkLength(track, sample, track.perChunk[i] as number);
    chunks.tracks[start + i] = index;
    chunks.numbers[start + i] = i;
    chunks.from[start + i] = offset;
    chunks.length[start + i] = length;
    chunks.total += length;
    sample += track.perChunk[i] as number;
  });
  return start + track.offsets.length;
}

function chunkLength({ sizes, frame }: Track, first: number, samples: number): number {
  const count = Math.max(0, Math.min(samples, sizes.count - first));
  // Old files say 1 here and mean one frame of sound.
  if (sizes.fixed) return count * (sizes.fixed === 1 && frame ? frame : sizes.fixed);
  let length = 0;
  for (let i = first; i < first + count; i++) length += sizes.of(i);
  return length;
}

function checkRanges({ order, from, length }: Chunks, fileSize: number): void {
  let end = 0;
  for (const i of order) {
    const start = from[i] as number;
    const size = length[i] as number;
    if (size && start < end) throw new CleaningError("broken");
    end = Math.max(end, start + size);
    if (end > fileSize) throw new CleaningError("broken");
  }
}

/** Copies every chunk into the output, and answers where each track's chunks are now. */
export function copyChunks(place: Place, chunks: Chunks, tracks: Track[], start: number): Float64Array[] {
  const moved = tracks.map(({ offsets }) => new Float64Array(offsets.length));
  let at = start;
  for (const i of chunks.order) {
    const from = chunks.from[i] as number;
    const length = chunks.length[i] as number;
    (moved[chunks.tracks[i] as number] as Float64Array)[chunks.numbers[i] as number] = at;
    place.output.copy(from, from + length);
    at += length;
  }
  return moved;
}

/** Looks through the samples of the tracks whose streams can hold words. */
export async function scrubChunks(place: Place, tracks: Track[]): Promise<void> {
  for (const { scrub, sizes, offsets, perChunk } of tracks) {
    let sample = 0;
    for (let chunk = 0; scrub && chunk < offsets.length; chunk++) {
      let at = offsets[chunk] as number;
      const stop = Math.min(sample + (perChunk[chunk] as number), sizes.count);
      for (; sample < stop; sample++) {
        const end = at + sizes.of(sample);
        if (end > at) await scrub(place, at, end);
        at = end;
      }
    }
  }
}
