/**
 * Which tracks of a movie stay, sound and pictures of known kinds, and each of them written anew.
 */
import { latin, u16 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Scrub } from "../codecs/scrub.ts";
import type { Found } from "../found.ts";
import { be } from "../writer.ts";
import { type Box, boxes, find, flags, inside, makeBox, makeFull, need } from "./box.ts";
import { cleanEntry, type Entry, isKnown } from "./entries.ts";
import {
  edits,
  firstShown,
  handler,
  mediaHeader,
  mediaKindHeader,
  newEdits,
  selfContained,
  timescale,
  trackHeader,
  trackId,
  trackSize,
} from "./headers.ts";
import { readOffsets, readSizes, samplesPerChunk, type Sizes, timing, writeOffsets, writeSizes } from "./tables.ts";
import type { Timeline } from "./timeline.ts";

const MOST_TRACKS = 64;

export interface Track {
  id: number;
  kind: string;
  width: number;
  height: number;
  sizes: Sizes;
  offsets: Float64Array;
  perChunk: Uint32Array;
  /** Bytes of one frame of uncompressed sound, or 0. */
  frame: number;
  scrub: Scrub | null;
  /** How long it lasts in the movie's time, where the original's headers do not tell. */
  duration: number | undefined;
  /** The whole trak box, once it is known where its chunks will be. */
  write: (offsets: Float64Array, long: boolean) => Uint8Array;
}

interface Candidate {
  trak: Box;
  kind: string;
  entries: Box[];
}

/** The tracks that stay. Throws `no_clean_way` when the only sound or picture is of unknown kind. */
export function readTracks(b: Uint8Array, moov: Box, found: Found, lines?: Map<number, Timeline>): Track[] {
  const all = inside(b, moov).filter(({ type }) => type === "trak");
  if (all.length > MOST_TRACKS) throw new CleaningError("broken");
  const candidates = all.map((trak) => candidate(b, trak));
  const kept = candidates.filter(isClean);
  for (const other of candidates) if (!kept.includes(other)) judge(b, other, kept, found);
  if (!kept.length) throw new CleaningError("no_clean_way");
  return kept.map((one, i) => readTrack(b, one, i + 1, found, lines && pieced(b, moov, kept, one, lines)));
}

function candidate(b: Uint8Array, trak: Box): Candidate {
  const hdlr = need(b, trak, "mdia/hdlr");
  const stsd = find(b, trak, "mdia/minf/stbl/stsd");
  const entries = stsd ? boxes(b, stsd.body + 8, stsd.end).slice(0, 16) : [];
  return { trak, kind: latin(b, hdlr.body + 8, hdlr.body + 12), entries };
}

const isClean = ({ kind, entries }: Candidate): boolean =>
  /^(vide|soun)$/.test(kind) && entries.length > 0 && entries.every(({ type }) => isKnown(kind, type));

/** A dropped track: a still picture or data are no loss, the only sound or picture would be. */
function judge(b: Uint8Array, { trak, kind, entries }: Candidate, kept: Candidate[], found: Found): void {
  if (entries.some(({ type }) => /^enc[va]$/.test(type))) throw new CleaningError("encrypted");
  const alone = !kept.some((other) => other.kind === kind);
  const stbl = find(b, trak, "mdia/minf/stbl");
  const still = kind === "vide" && stbl && readSizes(b, stbl).count === 1;
  if (/^(vide|soun)$/.test(kind) && alone && !still) throw new CleaningError("no_clean_way");
  if (still) found.add("thumbnail");
  else for (const { type } of entries.length ? entries : [{ type: kind }]) found.dropped(`${kind} ${type}`);
}

/** The samples of a fragmented track, and its times in units of the movie. */
interface Pieced {
  line: Timeline;
  lead: number;
  duration: number;
}

function pieced(b: Uint8Array, moov: Box, kept: Candidate[], one: Candidate, lines: Map<number, Timeline>): Pieced {
  const scale = timescale(b, need(b, moov, "mvhd"));
  const lineOf = ({ trak }: Candidate) => lines.get(trackId(b, trak)) as Timeline;
  const seconds = (of: Candidate) => timescale(b, need(b, of.trak, "mdia/mdhd"));
  const started = kept.map((of) => lineOf(of).start / seconds(of));
  const line = lineOf(one);
  const lead = (line.start / seconds(one) - Math.min(...started)) * scale;
  return { line, lead, duration: (line.duration / seconds(one)) * scale };
}

function readTrack(b: Uint8Array, { trak, kind, entries }: Candidate, id: number, found: Found, own?: Pieced): Track {
  const stbl = need(b, trak, "mdia/minf/stbl");
  checkReferences(b, trak, entries);
  noteNames(b, trak, found);
  const made = entries.map((entry) => cleanEntry(b, entry, kind, found));
  const { line } = own ?? {};
  const sizes = line?.sizes() ?? readSizes(b, stbl);
  const offsets = line ? Float64Array.from(line.offsets) : readOffsets(b, stbl);
  const lasts = own && own.lead + own.duration;
  const head = [trackHeader(b, trak, id, found, lasts), ...trackEdits(b, trak, own)];
  const media = [mediaHeader(b, trak, found, line?.duration), handler(kind)];
  const info = [mediaKindHeader(kind), selfContained()];
  const stsd = makeFull("stsd", 0, 0, be(made.length, 4), ...made.map(({ bytes }) => bytes));
  const tables = [stsd, ...(line?.tables() ?? [...timing(b, stbl, sizes.count), writeSizes(b, stbl)])];
  return {
    id,
    kind,
    ...trackSize(b, trak),
    sizes,
    offsets,
    perChunk: line ? Uint32Array.from(line.counts) : samplesPerChunk(b, stbl, offsets.length),
    frame: made[0]?.frame ?? 0,
    scrub: oneScrub(made),
    duration: lasts,
    write: (to, long) => {
      const minf = makeBox("minf", ...info, makeBox("stbl", ...tables, writeOffsets(to, long)));
      return makeBox("trak", ...head, makeBox("mdia", ...media, minf));
    },
  };
}

function trackEdits(b: Uint8Array, trak: Box, own?: Pieced): Uint8Array[] {
  const elst = find(b, trak, "edts/elst");
  if (own) return newEdits(own.lead, own.duration, elst ? firstShown(b, elst) : 0);
  return elst ? [edits(b, elst)] : [];
}

/** Descriptions of one track that want different looks at its samples are not worth a way. */
function oneScrub(entries: Entry[]): Scrub | null {
  const scrubs = entries.map(({ scrub }) => scrub).filter((scrub) => scrub !== null);
  if (scrubs.length > 1) throw new CleaningError("no_clean_way");
  return scrubs[0] ?? null;
}

/** Throws `no_clean_way` when media data are in another file. */
function checkReferences(b: Uint8Array, trak: Box, entries: Box[]): void {
  const dref = find(b, trak, "mdia/minf/dinf/dref");
  const list = dref ? boxes(b, dref.body + 8, dref.end) : [];
  for (const entry of entries) {
    const reference = list[u16(b, entry.body + 6) - 1];
    if (reference && !(flags(b, reference) & 1)) throw new CleaningError("no_clean_way");
  }
}

/** Notes what is about to be lost from the boxes around a track's media. */
function noteNames(b: Uint8Array, trak: Box, found: Found): void {
  const known = /^(tkhd|edts|mdia)$/;
  for (const box of inside(b, trak)) {
    if (!known.test(box.type)) found.dropped(box.type, b.subarray(box.body, box.end));
  }
  const hdlr = need(b, trak, "mdia/hdlr");
  if (b.subarray(hdlr.body + 24, hdlr.end).some(Boolean)) found.add("device");
}
