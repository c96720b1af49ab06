/**
 * Clusters (RFC 9559 §5.1.3): each is written anew around the blocks of the kept tracks, which are
 * referred to and not read, but for the first bytes that name their track.
 */
import { byte } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Place } from "../codecs/scrub.ts";
import { join } from "../writer.ts";
import { type Element, elementAt, elements, headerOf, make, vint } from "./ebml.ts";
import * as ids from "./ids.ts";
import { numbers, type Track } from "./tracks.ts";

const LONGEST_GROUP = 32 << 20;
const TOP = [ids.CLUSTER, ids.INFO, ids.TRACKS, ids.SEGMENT, ids.EBML, ...ids.OTHERS];

/** Copies one cluster and answers where it ends; a file that was cut off ends it early. */
export async function copyCluster(place: Place, cluster: Element, tracks: Track[], limit: number): Promise<number> {
  const { source, output } = place;
  const stop = Math.min(cluster.end, limit);
  const room = headerOf(ids.CLUSTER, 0);
  const start = output.size + room.length;
  let put = false;
  let at = cluster.body;
  while (at < stop) {
    const child = await elementAt(source, at);
    if (child && cluster.end === Number.POSITIVE_INFINITY && TOP.includes(child.id)) break;
    if (!child || child.end > stop) {
      // The last block of a recording that ended in the middle.
      if (stop < source.size) throw new CleaningError("broken");
      at = stop;
      break;
    }
    if (!put) output.put(room);
    put = true;
    await copyChild(place, child, tracks);
    at = child.end;
  }
  if (put) room.set(headerOf(ids.CLUSTER, output.size - start));
  return at;
}

async function copyChild(place: Place, child: Element, tracks: Track[]): Promise<void> {
  const { source, output, found } = place;
  if (child.id === ids.TIMESTAMP && child.end - child.body <= 8) {
    output.put(make(ids.TIMESTAMP, await source.bytes(child.body, child.end - child.body)));
  } else if (child.id === ids.SIMPLE_BLOCK) await copyBlock(place, child, tracks);
  else if (child.id === ids.BLOCK_GROUP) await copyGroup(place, child, tracks);
  else if (![0xa7, 0xab, ids.VOID, ids.CRC].includes(child.id)) found.dropped("cluster");
}

/** The track that a block names, or undefined when that is dropped. */
async function trackOf({ source }: Place, block: Element, tracks: Track[]): Promise<Track | undefined> {
  const wanted = vint(await source.peek(block.body, 8)).value;
  return tracks.find(({ number }) => number === wanted);
}

async function copyBlock(place: Place, block: Element, tracks: Track[]): Promise<void> {
  const track = await trackOf(place, block, tracks);
  if (!track) return;
  place.output.copy(block.start, block.end);
  await scrubBlock(place, block, track);
}

/** After the track's number come two bytes of time and one of flags, two bits of it for lacing. */
async function scrubBlock(place: Place, block: Element, track: Track): Promise<void> {
  if (!track.scrub) return;
  const flags = await place.source.bytes(block.body + 3, 1);
  if (byte(flags, 0) & 6) throw new CleaningError("no_clean_way");
  if (block.end > block.body + 4) await track.scrub(place, block.body + 4, block.end);
}

/** A group of a block and numbers about it; what else it has, as text in between, is dropped. */
async function copyGroup(place: Place, group: Element, tracks: Track[]): Promise<void> {
  const { source, output, found } = place;
  if (group.end - group.body > LONGEST_GROUP) throw new CleaningError("too_large");
  const b = await source.bytes(group.body, group.end - group.body);
  const all = elements(b);
  const inner = all.find(({ id }) => id === ids.BLOCK);
  if (!inner) return;
  const block = { ...inner, start: inner.start + group.body, body: inner.body + group.body, end: inner.end + group.body };
  const track = await trackOf(place, block, tracks);
  if (!track) return;
  const rest = join(...numbers(b, ids.GROUP_NUMBERS));
  if (all.some(({ id }) => id !== ids.BLOCK && !ids.GROUP_NUMBERS.includes(id))) found.add("other");
  output.put(headerOf(ids.BLOCK_GROUP, block.end - block.start + rest.length));
  output.copy(block.start, block.end);
  output.put(rest);
  await scrubBlock(place, block, track);
}

