/**
 * H.264 and H.265 samples (ITU-T H.264 §7.3.1, Annex D; H.265 §7.3.1, Annex D) walked unit by
 * unit. Supplemental messages that are not about timing or colours become filler messages, and
 * units of no known type are filled up.
 */
import { byte } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { overwrite, type Place, type Scrub } from "./scrub.ts";

const MOST_UNITS = 8192;
const LONGEST_MESSAGES = 1 << 20;
const FILLER = 3;

interface Codec {
  header: number;
  type: (first: number) => number;
  messages: number[];
  /** Types that a decoder reads, or that stand between its units. */
  known: (type: number) => boolean;
  /** Supplemental messages about timing, recovery, turning and colours. */
  kept: number[];
}

export const AVC: Codec = {
  header: 1,
  type: (first) => first & 31,
  messages: [6],
  known: (type) => (type >= 1 && type <= 21) && type !== 12,
  kept: [0, 1, 6, FILLER, 45, 47, 137, 144, 147],
};

export const HEVC: Codec = {
  header: 2,
  type: (first) => (first >> 1) & 63,
  messages: [39, 40],
  // 62 and 63 carry Dolby Vision.
  known: (type) => type < 10 || (type >= 16 && type <= 21) || (type >= 32 && type <= 37) || type > 61,
  kept: [0, 1, 6, FILLER, 45, 47, 128, 129, 130, 132, 137, 144, 147],
};

/** A scrub for samples whose units come after their length in `size` bytes. */
export function scrubUnits(codec: Codec, size: number): Scrub {
  return async (place, start, end) => {
    let at = start;
    for (let count = 0; at + size < end; count++) {
      if (count > MOST_UNITS) throw new CleaningError("broken");
      const head = await place.source.bytes(at, size + 1);
      const length = head.subarray(0, size).reduce((sum, value) => sum * 256 + value, 0);
      const stop = Math.min(at + size + length, end);
      if (length) await scrubUnit(place, codec, byte(head, size), at + size, stop);
      at = stop;
    }
  };
}

/** A scrub for samples whose units come after start codes (H.264 and H.265, Annex B). */
export function scrubStarts(codec: Codec): Scrub {
  return async (place, start, end) => {
    const b = await place.source.bytes(start, end - start);
    const code = (from: number): number => {
      let at = b.indexOf(1, from + 2);
      while (at > 0 && (b[at - 1] || b[at - 2])) at = b.indexOf(1, at + 1);
      return at;
    };
    for (let at = code(0), count = 0; at > 0; count++) {
      if (count > MOST_UNITS) throw new CleaningError("broken");
      const next = code(at + 1);
      const stop = next < 0 ? b.length : next - 2;
      await scrubUnit(place, codec, byte(b, at + 1), start + at + 1, start + stop);
      at = next;
    }
  };
}

async function scrubUnit(place: Place, codec: Codec, first: number, at: number, end: number): Promise<void> {
  const type = codec.type(first);
  const messages = codec.messages.includes(type);
  if (!messages && codec.known(type)) return;
  if (end <= at) return;
  if (end - at > LONGEST_MESSAGES) throw new CleaningError("no_clean_way");
  const unit = await place.source.bytes(at, end - at);
  const clean = unit.slice();
  if (messages) scrubMessages(clean, codec);
  else clean.fill(0xff, codec.header);
  overwrite(place, at, clean, unit);
}

/** Turns all messages of a unit but the kept ones into filler, in place. */
function scrubMessages(unit: Uint8Array, { header, kept }: Codec): void {
  const escapes = new Set<number>();
  for (let i = header + 2; i < unit.length; i++) {
    if (unit[i] === 3 && !unit[i - 1] && !unit[i - 2]) escapes.add(i);
  }
  const places: number[] = [];
  for (let i = header; i < unit.length; i++) if (!escapes.has(i)) places.push(i);
  const read = (at: number): number => byte(unit, places[at] ?? unit.length);
  for (let at = 0; at + 2 < places.length; ) {
    const type = variable(read, at, places.length);
    const size = variable(read, type.next, places.length);
    const stop = size.next + size.value;
    if (!kept.includes(type.value)) {
      if (type.next === at + 1) unit[places[at] as number] = FILLER;
      fill(unit, places, size.next, Math.min(stop, places.length));
    }
    at = stop;
  }
}

function variable(read: (at: number) => number, from: number, limit: number): { value: number; next: number } {
  let at = from;
  while (read(at) === 255 && at < limit) at++;
  return { value: (at - from) * 255 + read(at), next: at + 1 };
}

/** Ones over everything but escapes and the zeros before them, so that the length stays true. */
function fill(unit: Uint8Array, places: number[], from: number, to: number): void {
  const escaped = (at: number): boolean => places[at + 1] !== (places[at] as number) + 1;
  for (let i = from; i < to; i++) {
    const needed = i + 1 < places.length && (escaped(i) || (i + 2 < places.length && escaped(i + 1)));
    if (!needed) unit[places[i] as number] = 0xff;
  }
}
