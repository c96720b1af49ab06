/**
 * JBIG2 as PDF embeds it (ITU-T T.88 §7.2): segments one after the other, without those of comments.
 */
import { byte, u32 } from "../bytes.ts";
import { CleaningError } from "../types.ts";
import { join } from "./inflate.ts";

/** Extensions: comments and whatever else someone put in; end of page and of file mean nothing here. */
const DROPPED = new Set([49, 51, 62]);
const KNOWN = new Set([0, 4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48, 49, 50, 51, 52, 53, 62]);

/** Throws CleaningError `no_clean_way` for what has no lengths or unknown segments. */
export function cleanJbig2(data: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 11 <= data.length; ) {
    const { kind, end } = segment(data, at);
    if (!KNOWN.has(kind) || end > data.length) throw new CleaningError("no_clean_way");
    if (!DROPPED.has(kind)) kept.push(data.subarray(at, end));
    at = end;
  }
  return join(kept);
}

function segment(data: Uint8Array, at: number): { kind: number; end: number } {
  const number = u32(data, at);
  const flags = byte(data, at + 4);
  const few = byte(data, at + 5) >> 5;
  const count = few === 7 ? u32(data, at + 5) & 0x1fffffff : few;
  const counters = few === 7 ? 4 + ((count + 8) >> 3) : 1;
  const each = number > 65536 ? 4 : number > 256 ? 2 : 1;
  const length = at + 5 + counters + count * each + (flags & 64 ? 4 : 1);
  return { kind: flags & 63, end: length + 4 + u32(data, length) };
}
