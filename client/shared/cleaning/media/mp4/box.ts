/**
 * ISO base media boxes (ISO/IEC 14496-12 §4.2) taken apart and put together.
 */
import { byte, latin, u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { ascii, be, type Bytes, join } from "../writer.ts";

export interface Box {
  type: string;
  start: number;
  body: number;
  end: number;
}

export const u64 = (b: Uint8Array, at: number): number => u32(b, at) * 2 ** 32 + u32(b, at + 4);

/** How long a box says it is, with its header; `rest` is what is left of what holds it. */
export function boxHeader(b: Uint8Array, at: number, rest: number): { size: number; head: number } {
  const size = u32(b, at);
  const long = size === 1;
  const head = long ? 16 : 8;
  const real = long ? u64(b, at + 8) : size || rest;
  if (real < head || real > rest) throw new CleaningError("broken");
  return { size: real, head };
}

/** The boxes that fill `from` to `to`; QuickTime may leave a few zeros at the end. */
export function boxes(b: Uint8Array, from: number, to: number): Box[] {
  const all: Box[] = [];
  let at = from;
  while (at + 8 <= to) {
    const { size, head } = boxHeader(b, at, to - at);
    all.push({ type: latin(b, at + 4, at + 8), start: at, body: at + head, end: at + size });
    at += size;
  }
  return all;
}

export const inside = (b: Uint8Array, box: Box): Box[] => boxes(b, box.body, box.end);

/** The first box at a path like "mdia/minf/stbl" below `box`. */
export function find(b: Uint8Array, box: Box, path: string): Box | undefined {
  let at: Box | undefined = box;
  for (const type of path.split("/")) at = at && inside(b, at).find((child) => child.type === type);
  return at;
}

/** As `find`, but a file without it is `broken`. */
export function need(b: Uint8Array, box: Box, path: string): Box {
  const found = find(b, box, path);
  if (!found) throw new CleaningError("broken");
  return found;
}

export const version = (b: Uint8Array, box: Box): number => byte(b, box.body);
export const flags = (b: Uint8Array, box: Box): number => u32(b, box.body) & 0xffffff;

export function makeBox(type: string, ...parts: Bytes[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  return join(be(size, 4), ascii(type), ...parts);
}

export const makeFull = (type: string, version: number, flags: number, ...parts: Bytes[]): Uint8Array =>
  makeBox(type, [version], be(flags, 3), ...parts);
