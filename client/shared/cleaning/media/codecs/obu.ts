/**
 * AV1 open bitstream units (AV1 specification §5.3): metadata units become padding in place, and
 * av1C keeps nothing but the sequence header.
 */
import { byte } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { join } from "../writer.ts";
import { overwrite, type Scrub } from "./scrub.ts";

const SEQUENCE = 1;
const METADATA = 5;
const PADDING = 15;
const LONGEST = 1 << 20;
const MOST_UNITS = 8192;

interface Unit {
  type: number;
  body: number;
  end: number;
}

/** One unit whose header is in `b` at `at`, and which may not go beyond `limit`. */
function unitAt(b: Uint8Array, at: number, limit: number): Unit {
  const first = byte(b, at);
  let body = at + (first & 4 ? 2 : 1);
  if (!(first & 2)) return { type: (first >> 3) & 15, body, end: limit };
  let size = 0;
  for (let i = 0; i < 8; i++) {
    const value = byte(b, body++);
    size += (value & 127) * 128 ** i;
    if (value < 128) break;
  }
  return { type: (first >> 3) & 15, body, end: Math.min(body + size, limit) };
}

/** Looks through samples for metadata: colours of HDR come with it, but so do makers' words. */
export const scrubObus: Scrub = async (place, start, end) => {
  let at = start;
  for (let count = 0; at < end; count++) {
    if (count > MOST_UNITS) throw new CleaningError("broken");
    const head = await place.source.bytes(at, Math.min(10, end - at));
    const unit = unitAt(head, 0, end - at);
    const unknown = unit.type === METADATA || unit.type === 0 || unit.type > 8;
    if (unknown) {
      if (unit.end > LONGEST) throw new CleaningError("no_clean_way");
      const before = await place.source.bytes(at, unit.end);
      const clean = before.slice().fill(0xff, unit.body);
      clean[0] = (byte(before, 0) & 0x87) | (PADDING << 3);
      overwrite(place, at, clean, before);
    }
    at += unit.end;
  }
};

/** The content of an av1C box. */
export function cleanAv1C(b: Uint8Array): Uint8Array {
  const kept = [b.subarray(0, 4)];
  for (let at = 4; at < b.length; ) {
    const unit = unitAt(b, at, b.length - at >= 0 ? b.length : at);
    if (unit.type === SEQUENCE) kept.push(b.subarray(at, unit.end));
    at = Math.max(unit.end, at + 1);
  }
  return join(...kept);
}
