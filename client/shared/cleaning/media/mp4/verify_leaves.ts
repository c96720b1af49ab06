/**
 * What the content of every box without children may be in a rewritten movie: lengths follow from
 * their own numbers, and fields that can hold times, names or words are zero.
 */
import { byte, latin, u16, u32 } from "../../bytes.ts";

type Check = (b: Uint8Array) => boolean;

const empty = (b: Uint8Array, from: number, to: number): boolean => !b.subarray(from, to).some(Boolean);
const long = (b: Uint8Array): boolean => byte(b, 0) === 1;
const lasts = (length: number): Check => (b) => b.length === length;

/** A count at `at` and so many bytes for each. */
const list = (at: number, each: number): Check => (b) => b.length === at + 4 + u32(b, at) * each;

/** Two times of zero at the start, and a length by version. */
const timed = (short: number, wide: number): Check => (b) =>
  byte(b, 0) < 2 && b.length === (long(b) ? wide : short) && empty(b, 4, long(b) ? 20 : 12);

/** Parameter sets only, one after the other (H.264: types 7 and 8). */
function avcC(b: Uint8Array): boolean {
  let at = 6;
  for (const [mask, type] of [[31, 7], [255, 8]] as const) {
    for (let left = byte(b, at - 1) & mask; left > 0; left--) {
      if ((byte(b, at + 2) & 31) !== type) return false;
      at += 2 + u16(b, at);
    }
    at++;
  }
  return at - 1 === b.length || (at + 3 === b.length && !b[at + 2]);
}

/** Arrays of types 32 to 34 that fill the box. */
function hvcC(b: Uint8Array): boolean {
  let at = 23;
  for (let arrays = byte(b, 22); arrays > 0; arrays--) {
    const type = byte(b, at) & 63;
    if (type < 32 || type > 34) return false;
    let left = u16(b, at + 1);
    for (at += 3; left > 0; left--) at += 2 + u16(b, at);
  }
  return at === b.length;
}

function av1C(b: Uint8Array): boolean {
  return b.length >= 4 && (b.length === 4 || (byte(b, 4) & 0x7a) === 0x0a);
}

function stsz(b: Uint8Array): boolean {
  return b.length === 12 + (u32(b, 4) ? 0 : u32(b, 8) * 4);
}

const grouped = (b: Uint8Array): boolean => /^(roll|rap |prol)$/.test(latin(b, 4, 8));

export const LEAVES: Record<string, Check | undefined> = {
  ftyp: (b) => /^[ -~]{4}[^]{4}([ -~]{4}){1,4}$/.test(latin(b, 0, b.length)) && b.length < 33,
  mvhd: (b) => timed(100, 112)(b) && empty(b, b.length - 28, b.length - 4),
  tkhd: timed(84, 96),
  mdhd: (b) => timed(24, 36)(b) && u16(b, b.length - 4) === 0x55c4 && empty(b, b.length - 2, b.length),
  hdlr: (b) => b.length === 25 && /^(vide|soun)$/.test(latin(b, 8, 12)) && empty(b, 12, 25) && empty(b, 0, 8),
  vmhd: (b) => b.length === 12 && empty(b, 4, 12),
  smhd: (b) => b.length === 8 && empty(b, 0, 8),
  dref: (b) => b.length === 20 && latin(b, 12, 16) === "url " && u32(b, 16) === 1,
  elst: (b) => list(4, long(b) ? 20 : 12)(b),
  stts: list(4, 8),
  ctts: list(4, 8),
  stss: list(4, 4),
  stps: list(4, 4),
  stsc: list(4, 12),
  stco: list(4, 4),
  co64: list(4, 8),
  cslg: lasts(24),
  sdtp: (b) => b.length >= 4,
  stsz,
  stz2: (b) => b.length === 12 + Math.ceil((u32(b, 8) * byte(b, 7)) / 8),
  sgpd: (b) => grouped(b) && list(12, u32(b, 8))(b) && u32(b, 8) <= 2,
  sbgp: (b) => grouped(b) && list(8, 8)(b),
  avcC,
  hvcC,
  av1C,
  esds: (b) => b.length < 1100 && latin(b, 4, 5) === "\x03" && latin(b, b.length - 6, b.length) === "\x06\x80\x80\x80\x01\x02",
  vpcC: lasts(12),
  dvcC: (b) => b.length === 24 && empty(b, 5, 24),
  dvvC: (b) => b.length === 24 && empty(b, 5, 24),
  d263: (b) => b.length === 7 && empty(b, 0, 4),
  damr: (b) => b.length === 9 && empty(b, 0, 4),
  alac: (b) => b.length === 28,
  dOps: (b) => b.length === (byte(b, 10) ? 13 + byte(b, 1) : 11),
  dfLa: (b) => b.length === 42 && byte(b, 4) === 0x80,
  dac3: lasts(3),
  dec3: (b) => b.length <= 32,
  pcmC: lasts(6),
  btrt: lasts(12),
  pasp: lasts(8),
  clap: lasts(32),
  colr: (b) => /^(nclx[^]{7}|nclc[^]{6})$/.test(latin(b, 0, b.length)),
  fiel: lasts(2),
  mdcv: lasts(24),
  clli: lasts(4),
  chan: (b) => b.length === 16 + 20 * u32(b, 12),
  enda: lasts(2),
  frma: lasts(4),
  mp4a: (b) => b.length === 4 && empty(b, 0, 4),
  "\0\0\0\0": lasts(0),
};

/** Where the boxes of a sample entry start in its content, or null when its fixed part says more. */
export function entryBody(type: string, b: Uint8Array): number | null {
  if (!empty(b, 0, 7) || b[7] !== 1) return null;
  const picture = /^(avc|hvc|hev|dv[ha]|av01|vp0|mp4v|[sh]263|ap[c4])/.test(type);
  if (picture) return empty(b, 8, 24) && empty(b, 36, 40) && empty(b, 42, 74) ? 78 : null;
  const extra = [0, 16, 36][u16(b, 8)];
  return extra !== undefined && empty(b, 10, 16) ? 28 + extra : null;
}
