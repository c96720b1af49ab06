/**
 * JPEG 2000 (ITU-T T.800 Annex A, Annex I): the boxes that a PDF reader needs, written anew around a
 * code stream without comments and tables of positions.
 */
import { byte, latin, u16, u32 } from "../bytes.ts";
import { CleaningError } from "../types.ts";
import { join } from "./inflate.ts";

const SIGNATURE = [0, 0, 0, 12, 106, 80, 32, 32, 13, 10, 135, 10];
const TYPE = [0, 0, 0, 20, 102, 116, 121, 112, 106, 112, 50, 32, 0, 0, 0, 0, 106, 112, 50, 32];
/** SIZ COD COC QCD QCC RGN POC and packed headers: what decodes. */
const DECODES = new Set([0x51, 0x52, 0x53, 0x5c, 0x5d, 0x5e, 0x5f, 0x60, 0x61]);
const [SOT, SOD, EOC] = [0x90, 0x93, 0xd9];

/** `coloured`: the PDF says itself what the colours are; then boxes without palette or alpha add nothing. */
export function cleanJpx(data: Uint8Array, coloured: boolean): Uint8Array {
  if (u16(data, 0) === 0xff4f) return codeStream(data);
  let head: Uint8Array | null = null;
  for (const { kind, body, end } of boxes(data, 0, data.length)) {
    if (kind === "jp2h") head = coloured && isPlain(data, body, end) ? null : box(kind, header(data, body, end));
    if (kind === "jp2c") return wrapped(head, codeStream(data.subarray(body, end)));
  }
  return refuse();
}

function wrapped(head: Uint8Array | null, code: Uint8Array): Uint8Array {
  return head ? join([Uint8Array.from(SIGNATURE), Uint8Array.from(TYPE), head, box("jp2c", code)]) : code;
}

const isPlain = (data: Uint8Array, from: number, to: number): boolean =>
  [...boxes(data, from, to)].every(({ kind }) => !/^(pclr|cmap|cdef)$/.test(kind));

const SPACES: Record<number, string> = { 12: "DeviceCMYK", 16: "DeviceRGB", 17: "DeviceGray" };

/** The PDF's name for the colours that the boxes tell, "" when it has none. */
export function spaceOf(data: Uint8Array): string {
  if (u16(data, 0) === 0xff4f) return "";
  for (const { kind, body, end } of boxes(data, 0, data.length)) {
    if (kind !== "jp2h" || !isPlain(data, body, end)) continue;
    const inside = [...boxes(data, body, end)];
    const [size, colour] = ["ihdr", "colr"].map((wanted) => inside.find((one) => one.kind === wanted)?.body ?? 0);
    return size && colour ? (SPACES[space(data, colour, u16(data, size + 8))] ?? "") : "";
  }
  return "";
}

interface Box {
  kind: string;
  body: number;
  end: number;
}

function* boxes(data: Uint8Array, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to; ) {
    const length = u32(data, at);
    const long = length === 1;
    const end = length === 0 ? to : at + (long ? u32(data, at + 12) : length);
    const body = at + (long ? 16 : 8);
    if (end < body || end > to) return refuse();
    yield { kind: latin(data, at + 4, at + 8), body, end };
    at = end;
  }
}

function box(kind: string, body: Uint8Array): Uint8Array {
  const size = body.length + 8;
  const head = [size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255, ...[...kind].map((letter) => letter.charCodeAt(0))];
  return join([Uint8Array.from(head), body]);
}

/** A profile becomes the plain space of as many colours. */
function header(data: Uint8Array, from: number, to: number): Uint8Array {
  const kept: Uint8Array[] = [];
  let colours = 3;
  for (const { kind, body, end } of boxes(data, from, to)) {
    if (kind === "ihdr") colours = u16(data, body + 8);
    if (/^(ihdr|bpcc|pclr|cmap|cdef)$/.test(kind)) kept.push(box(kind, data.subarray(body, end)));
    if (kind === "colr") kept.push(box(kind, Uint8Array.of(1, 0, 0, 0, 0, 0, space(data, body, colours))));
  }
  return join(kept);
}

const space = (data: Uint8Array, body: number, colours: number): number =>
  byte(data, body) === 1 ? byte(data, body + 6) : colours < 3 ? 17 : 16;

function codeStream(data: Uint8Array): Uint8Array {
  if (u16(data, 0) !== 0xff4f) refuse();
  const kept = [data.subarray(0, 2)];
  let at = markers(data, 2, SOT, kept);
  while (byte(data, at + 1) === SOT) at = tile(data, at, kept);
  if (byte(data, at + 1) !== EOC) refuse();
  return join([...kept, Uint8Array.of(0xff, EOC)]);
}

/** Copies marker segments that decode; gives where the marker `until`, or EOC, stands. */
function markers(data: Uint8Array, from: number, until: number, kept: Uint8Array[]): number {
  let at = from;
  while (byte(data, at) === 0xff && byte(data, at + 1) !== until && byte(data, at + 1) !== EOC) {
    const end = at + 2 + u16(data, at + 2);
    if (end < at + 4 || end > data.length) refuse();
    if (DECODES.has(byte(data, at + 1))) kept.push(data.subarray(at, end));
    at = end;
  }
  if (byte(data, at) !== 0xff) refuse();
  return at;
}

/** One tile-part; its own length is written anew. */
function tile(data: Uint8Array, at: number, kept: Uint8Array[]): number {
  const length = u32(data, at + 6);
  const end = length ? at + length : lastEnd(data);
  const inside: Uint8Array[] = [];
  const body = markers(data, at + 12, SOD, inside);
  if (byte(data, body + 1) !== SOD || end > data.length || end < body + 2) refuse();
  const start = data.slice(at, at + 12);
  const rest = join([...inside, data.subarray(body, end)]);
  new DataView(start.buffer).setUint32(6, rest.length + 12);
  kept.push(start, rest);
  return end;
}

/** A last tile-part of unknown length runs up to the end mark, which must be the last two bytes. */
function lastEnd(data: Uint8Array): number {
  return u16(data, data.length - 2) === 0xff00 + EOC ? data.length - 2 : refuse();
}

function refuse(): never {
  throw new CleaningError("no_clean_way");
}
