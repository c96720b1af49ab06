/**
 * MP4, QuickTime, 3GP and M4A written anew: fresh headers around the samples of sound and picture.
 */
import { latin } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Place } from "../codecs/scrub.ts";
import { Found } from "../found.ts";
import { Output } from "../output.ts";
import type { Made } from "../result.ts";
import type { Source } from "../source.ts";
import { ascii, be, join } from "../writer.ts";
import { type Box, boxHeader, inside, makeBox } from "./box.ts";
import { copyChunks, readChunks, scrubChunks } from "./chunks.ts";
import { addFragment, startMovie } from "./fragments.ts";
import { movieHeader } from "./headers.ts";
import type { Timeline } from "./timeline.ts";
import { readTracks, type Track } from "./tracks.ts";
import { verifyMp4 } from "./verify.ts";

const LONGEST_MOOV = 24 << 20;
const MOST_BOXES = 1 << 16;
const LARGEST_32 = 0xffffffff;
/** What the new movie box may be larger by than the old one: fragments' tables, at most. */
const ROOM = 64 << 20;

interface Brand {
  type: string;
  extension: string;
  /** The major brand, its version, and those it is compatible with. */
  brands: [string, number, string];
}
const BRANDS: Record<string, Brand> = {
  mov: { type: "video/quicktime", extension: "mov", brands: ["qt  ", 512, "qt  "] },
  "3gp": { type: "video/3gpp", extension: "3gp", brands: ["3gp5", 256, "3gp53gp4isom"] },
  m4a: { type: "audio/mp4", extension: "m4a", brands: ["M4A ", 0, "M4A mp42isom"] },
  mp4: { type: "video/mp4", extension: "mp4", brands: ["isom", 512, "isomiso2iso5mp41"] },
};

export async function cleanMp4(source: Source): Promise<Made> {
  const found = new Found();
  const place = { source, output: new Output(source), found };
  const top = await readTop(source, found);
  const b = await source.bytes(top.moov.start, top.moov.end - top.moov.start);
  const moov: Box = { type: "moov", start: 0, body: top.moov.body - top.moov.start, end: b.length };
  const tracks = readTracks(b, moov, found, await gather(source, b, moov, top.fragments));
  const brand = brandOf(top.major, tracks);
  await write(place, b, moov, tracks, brand);
  const { width = 0, height = 0 } = tracks.find(({ kind }) => kind === "vide") ?? {};
  const { type, extension } = brand;
  return { output: place.output, found, type, extension, width, height, verify: verifyMp4 };
}

interface Top {
  moov: Box;
  major: string;
  fragments: Box[];
}

/** The boxes of the file, of which everything but the movie and its fragments is dropped. */
async function readTop(source: Source, found: Found): Promise<Top> {
  const all: Box[] = [];
  let major = "qt  ";
  for (let at = 0; at + 8 <= source.size; ) {
    const head = await source.peek(at, 16);
    const type = latin(head, 4, 8);
    const whole = all.some((box) => box.type === "moov");
    if (whole && !fits(head, source.size - at)) {
      found.dropped("trailer", await source.peek(at, 65536));
      break;
    }
    const { size, head: body } = boxHeader(head, 0, source.size - at);
    if (type === "ftyp") major = latin(head, 8, 12);
    else if (/^(moov|moof)$/.test(type)) all.push({ type, start: at, body: at + body, end: at + size });
    else if (!/^(mdat|sidx|styp|mfra)$/.test(type)) {
      found.dropped(type, await source.peek(at + body, Math.min(size - body, 65536)));
    }
    at += size;
    if (all.length > MOST_BOXES) throw new CleaningError("broken");
  }
  const moov = all.find(({ type }) => type === "moov");
  if (!moov) throw new CleaningError("broken");
  if (moov.end - moov.start > LONGEST_MOOV) throw new CleaningError("too_large");
  return { moov, major, fragments: all.filter(({ type }) => type === "moof") };
}

/** Some cameras write their own records after the last box. */
function fits(head: Uint8Array, rest: number): boolean {
  try {
    return boxHeader(head, 0, rest).size > 0;
  } catch {
    return false;
  }
}

function brandOf(major: string, tracks: Track[]): Brand {
  const video = tracks.some(({ kind }) => kind === "vide");
  const name = major === "qt  " ? "mov" : /^3g/.test(major) ? "3gp" : video ? "mp4" : "m4a";
  return BRANDS[name] as Brand;
}

function fileType([major, minor, compatible]: Brand["brands"]): Uint8Array {
  return makeBox("ftyp", ascii(major), be(minor, 4), ascii(compatible));
}

type Lines = Map<number, Timeline>;

/** The samples of all tracks when there are fragments; else the movie's own tables say it all. */
async function gather(source: Source, b: Uint8Array, moov: Box, fragments: Box[]): Promise<Lines | undefined> {
  if (!fragments.length) return undefined;
  const movie = startMovie(b, moov);
  for (const fragment of fragments) await addFragment(source, fragment, movie);
  return movie.lines;
}

async function write(place: Place, b: Uint8Array, moov: Box, tracks: Track[], { brands }: Brand): Promise<void> {
  const { source, output, found } = place;
  const chunks = readChunks(tracks, source.size);
  for (const { type, body, end } of inside(b, moov)) {
    if (!/^(mvhd|trak|mvex|iods)$/.test(type)) found.dropped(type, b.subarray(body, end));
  }
  const lasts = tracks.map(({ duration }) => duration).filter((duration) => duration !== undefined);
  const duration = lasts.length ? Math.max(...lasts) : undefined;
  const head = movieHeader(b, moov, tracks.length, found, duration);
  const long = chunks.total + b.length + ROOM > LARGEST_32;
  const movie = (offsets: Float64Array[]) =>
    makeBox("moov", head, ...tracks.map((track, i) => track.write(offsets[i] as Float64Array, long)));
  const room = new Uint8Array(movie(tracks.map(({ offsets }) => offsets)).length);
  output.put(fileType(brands));
  output.put(room);
  output.put(dataHeader(chunks.total, long));
  room.set(movie(copyChunks(place, chunks, tracks, output.size)));
  await scrubChunks(place, tracks);
}

const dataHeader = (size: number, long: boolean): Uint8Array =>
  long
    ? join(be(1, 4), ascii("mdat"), be(size + 16, 8))
    : join(be(size + 8, 4), ascii("mdat"));
