/**
 * Which tracks of a movie stay, sound and pictures of known kinds, and each of them written anew.
 */
import { latin, u16, u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Scrub } from "../codecs/scrub.ts";
import type { Found } from "../found.ts";
import { be } from "../writer.ts";
import { type Box, boxes, find, flags, inside, makeBox, makeFull, need } from "./box.ts";
import { cleanEntry, type Entry, isKnown } from "./entries.ts";
import {
  edits,
  handler,
  mediaHeader,
  mediaKindHeader,
  selfContained,
  trackHeader,
  trackId,
  trackSize,
} from "./headers.ts";
import { readOffsets, readSizes, samplesPerChunk, type Sizes, timing, writeOffsets, writeSizes } from "./tables.ts";

const MOST_TRACKS = 64;

export interface Track {
  /** As in the original, and as in the result. */
  oldId: number;
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
  /** The whole trak box, once it is known where its chunks will be. */
  write: (offsets: Float64Array, long: boolean) => Uint8Array;
}

interface Candidate {
  trak: Box;
  kind: string;
  entries: Box[];
}

/** The tracks that stay. Throws `no_clean_way` when the only sound or picture is of unknown kind. */
export function readTracks(b: Uint8Array, moov: Box, found: Found): Track[] {
  const all = inside(b, moov).filter(({ type }) => type === "trak");
  if (all.length > MOST_TRACKS) throw new CleaningError("broken");
  const candidates = all.map((trak) => candidate(b, trak));
  const kept = candidates.filter(isClean);
  for (const other of candidates) if (!kept.includes(other)) judge(b, other, kept, found);
  if (!kept.length) throw new CleaningError("no_clean_way");
  return kept.map((one, i) => readTrack(b, one, i + 1, found));
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

function readTrack(b: Uint8Array, { trak, kind, entries }: Candidate, id: number, found: Found): Track {
  const stbl = need(b, trak, "mdia/minf/stbl");
  checkReferences(b, trak, entries);
  noteNames(b, trak, found);
  const made = entries.map((entry) => cleanEntry(b, entry, kind, found));
  const sizes = readSizes(b, stbl);
  const offsets = readOffsets(b, stbl);
  const head = [trackHeader(b, trak, id, found), ...trackEdits(b, trak)];
  const media = [mediaHeader(b, trak, found), handler(kind)];
  const info = [mediaKindHeader(kind), selfContained()];
  const stsd = makeFull("stsd", 0, 0, be(made.length, 4), ...made.map(({ bytes }) => bytes));
  const tables = [stsd, ...timing(b, stbl, sizes.count), writeSizes(b, stbl)];
  return {
    oldId: trackId(b, trak),
    id,
    kind,
    ...trackSize(b, trak),
    sizes,
    offsets,
    perChunk: samplesPerChunk(b, stbl, offsets.length),
    frame: made[0]?.frame ?? 0,
    scrub: oneScrub(made),
    write: (to, long) => {
      const minf = makeBox("minf", ...info, makeBox("stbl", ...tables, writeOffsets(to, long)));
      return makeBox("trak", ...head, makeBox("mdia", ...media, minf));
    },
  };
}

function trackEdits(b: Uint8Array, trak: Box): Uint8Array[] {
  const elst = find(b, trak, "edts/elst");
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

/** As mvex has it for fragments (§8.8.3), for the kept tracks. */
export function trackDefaults(b: Uint8Array, mvex: Box, tracks: Track[]): Uint8Array[] {
  const lists = inside(b, mvex).filter(({ type, body, end }) => type === "trex" && end - body >= 24);
  return lists.flatMap(({ body }) => {
    const track = tracks.find(({ oldId }) => oldId === u32(b, body + 4));
    return track ? [makeFull("trex", 0, 0, be(track.id, 4), b.subarray(body + 8, body + 24))] : [];
  });
}
