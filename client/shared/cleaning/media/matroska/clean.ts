/**
 * Matroska and WebM written anew: what tells how to play, the kept tracks, and clusters. Indexes
 * for seeking are not written: they would have to be made anew, and players do without.
 */
import { latin } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Place } from "../codecs/scrub.ts";
import { Found } from "../found.ts";
import { Output } from "../output.ts";
import type { Made } from "../result.ts";
import type { Source } from "../source.ts";
import { ascii } from "../writer.ts";
import { copyCluster } from "./clusters.ts";
import { type Element, elementAt, elements, headerOf, make, makeNumber } from "./ebml.ts";
import * as ids from "./ids.ts";
import { numbers, readTracks, type Track } from "./tracks.ts";
import { verifyMatroska } from "./verify.ts";

const LONGEST_PART = 4 << 20;
/** Version, version to read, longest ids and sizes; the version of Matroska, and that to read. */
const HEAD: [number, number][] = [
  [0x4286, 1],
  [0x42f7, 1],
  [0x42f2, 4],
  [0x42f3, 8],
];
const VERSIONS: [number, number][] = [
  [0x4287, 4],
  [0x4285, 2],
];

export async function cleanMatroska(source: Source): Promise<Made> {
  const place = { source, output: new Output(source), found: new Found() };
  const { webm, segment } = await readHead(source);
  const room = headerOf(ids.SEGMENT, 0);
  place.output.put(header(webm));
  place.output.put(room);
  const start = place.output.size;
  const tracks = await copySegment(place, segment);
  room.set(headerOf(ids.SEGMENT, place.output.size - start));
  const { width = 0, height = 0 } = tracks.find(({ video }) => video) ?? {};
  return { ...kindOf(webm, tracks), ...place, width, height, verify: verifyMatroska };
}

function kindOf(webm: boolean, tracks: Track[]): { type: string; extension: string } {
  const media = tracks.some(({ video }) => video) ? "video" : "audio";
  const extension = webm ? "webm" : media === "video" ? "mkv" : "mka";
  return { type: `${media}/${webm ? "webm" : "x-matroska"}`, extension };
}

async function part(source: Source, { body, end }: Element): Promise<Uint8Array> {
  if (end - body > LONGEST_PART) throw new CleaningError("too_large");
  return source.bytes(body, end - body);
}

async function readHead(source: Source): Promise<{ webm: boolean; segment: Element }> {
  const head = await elementAt(source, 0);
  if (head?.id !== ids.EBML) throw new CleaningError("broken");
  const b = await part(source, head);
  const type = elements(b).find(({ id }) => id === ids.DOC_TYPE);
  let segment = await elementAt(source, head.end);
  for (let i = 0; i < 8 && segment && segment.id !== ids.SEGMENT; i++) segment = await elementAt(source, segment.end);
  if (segment?.id !== ids.SEGMENT) throw new CleaningError("broken");
  return { webm: type !== undefined && latin(b, type.body, type.end).startsWith("webm"), segment };
}

function header(webm: boolean): Uint8Array {
  const list = (all: [number, number][]) => all.map(([id, value]) => makeNumber(id, value));
  const type = make(ids.DOC_TYPE, ascii(webm ? "webm" : "matroska"));
  return make(ids.EBML, ...list(HEAD), type, ...list(VERSIONS));
}

async function copySegment(place: Place, segment: Element): Promise<Track[]> {
  const { source, output, found } = place;
  const limit = Math.min(segment.end, source.size);
  let tracks: Track[] = [];
  let at = segment.body;
  while (at < limit) {
    const element = await elementAt(source, at);
    if (!element) break;
    at = Math.min(element.end, limit);
    if (element.id === ids.INFO) output.put(info(await part(source, element), found));
    else if (element.id === ids.TRACKS && !tracks.length) {
      tracks = readTracks(await part(source, element), found);
      output.put(make(ids.TRACKS, ...tracks.map(({ bytes }) => bytes)));
    } else if (element.id === ids.CLUSTER) {
      if (!tracks.length) throw new CleaningError("no_clean_way");
      at = await copyCluster(place, element, tracks, limit);
    } else await drop(place, element, at);
  }
  if (!tracks.length) throw new CleaningError("broken");
  if (at < source.size) found.dropped("trailer", await source.peek(at, 65536));
  return tracks;
}

async function drop({ source, found }: Place, { id, body, end }: Element, limit: number): Promise<void> {
  if (end === Number.POSITIVE_INFINITY) throw new CleaningError("broken");
  if ([ids.SEEK_HEAD, ids.CUES, ids.CRC].includes(id)) return;
  found.dropped(id === ids.VOID ? "void" : "", await source.peek(body, Math.min(limit - body, 65536)));
}

/** How time is counted and how long it lasts; the two names that must be there say nothing. */
function info(b: Uint8Array, found: Found): Uint8Array {
  const kept = [ids.SCALE, ids.DURATION];
  for (const { id, body, end } of elements(b)) {
    if (id === 0x4461) found.add("time");
    else if (id === ids.MUXING_APP || id === ids.WRITING_APP) found.add("device");
    else if (!kept.includes(id) && id !== ids.VOID) found.dropped(id === 0x7ba9 ? "title" : "", b.subarray(body, end));
  }
  const names = [ids.MUXING_APP, ids.WRITING_APP].map((id) => make(id, ascii("-")));
  return make(ids.INFO, ...numbers(b, kept), ...names);
}
