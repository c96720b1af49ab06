/**
 * Pictures as bytes, part by part, so that a test can plant anything anywhere in them.
 */
import { crc32 } from "../../../client/shared/cleaning/crc.ts";

export const text = (words: string): number[] => [...words].map((letter) => letter.charCodeAt(0));
const big = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) & 255);

export const segment = (marker: number, payload: number[]): number[] => [
  0xff,
  marker,
  ...big(payload.length + 2, 2),
  ...payload,
];

const jfif = segment(0xe0, [...text("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
const quantisation = segment(0xdb, [0, ...Array<number>(64).fill(8)]);
const huffman = segment(0xc4, [0, 1, ...Array<number>(15).fill(0), 5]);
const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];
const end = [0xff, 0xd9];

export const frame = (width: number, height: number): number[] =>
  segment(0xc0, [8, ...big(height, 2), ...big(width, 2), 1, 1, 0x11, 0]);

/** The segments of a plain JPEG of 40 × 30 pixels, SOI to EOI. */
export const jpegSegments = (): number[][] => [
  [0xff, 0xd8],
  jfif,
  quantisation,
  frame(40, 30),
  huffman,
  scan,
  end,
];

export function chunk(name: string, payload: number[]): number[] {
  const body = [...text(name), ...payload];
  const sum = crc32(Uint8Array.from(body), 0, body.length);
  return [...big(payload.length, 4), ...body, ...big(sum, 4)];
}

export const header = (width: number, height: number, colours = 2): number[] =>
  chunk("IHDR", [...big(width, 4), ...big(height, 4), 8, colours, 0, 0, 0]);

/** The signature and the chunks of a plain PNG of 40 × 30 pixels. */
export const pngChunks = (): number[][] => [
  [0x89, ...text("PNG\r\n\x1a\n")],
  header(40, 30),
  chunk("IDAT", [1, 2, 3]),
  chunk("IEND", []),
];

export const riff = (name: string, payload: number[]): number[] => [
  ...text(name),
  ...big(payload.length, 4).reverse(),
  ...payload,
  ...(payload.length % 2 ? [0] : []),
];

/** A WebP of 40 × 30 pixels around these chunks. */
export function webp(...chunks: number[][]): Uint8Array {
  const canvas = riff("VP8X", [0x0c, 0, 0, 0, 39, 0, 0, 29, 0, 0]);
  const lossy = riff("VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 40, 0, 30, 0]);
  const body = [canvas, lossy, ...chunks].flat();
  return Uint8Array.from([...text("RIFF"), ...big(body.length + 4, 4).reverse(), ...text("WEBP"), ...body]);
}

/** A TIFF block, big-endian: IFD0 with these tags as shorts, and IFD1 when `thumbnail`. */
export function tiff(tags: [number, number][], thumbnail = false): number[] {
  const entries = tags.flatMap(([tag, value]) => [
    ...big(tag, 2),
    ...big(3, 2),
    ...big(1, 4),
    ...big(value, 2),
    0,
    0,
  ]);
  const next = thumbnail ? 8 + 2 + entries.length + 4 : 0;
  const first = [...big(tags.length, 2), ...entries, ...big(next, 4)];
  const second = thumbnail ? [0, 1, 2, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0] : [];
  return [...text("MM\0*"), ...big(8, 4), ...first, ...second];
}

export const join = (parts: number[][]): Uint8Array => Uint8Array.from(parts.flat());

/** `part` planted before the part at `index`. */
export const plant = (parts: number[][], index: number, part: number[]): Uint8Array =>
  join([...parts.slice(0, index), part, ...parts.slice(index)]);
