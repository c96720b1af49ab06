/**
 * The headers of sound frames, each telling how long its frame is: MPEG-1 and 2 layers I to III
 * (ISO/IEC 11172-3 §2.4.1.3), AAC in ADTS (ISO/IEC 14496-3 §1.A.3), AMR and AMR-WB (RFC 4867 §5).
 */
import { byte, latin, u16 } from "../../bytes.ts";

export interface Frame {
  length: number;
  /** What stays the same from frame to frame. */
  same: number;
}

/** The frame whose header `b` starts with, or null. */
export type ReadFrame = (b: Uint8Array) => Frame | null;

const RATES = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const HERTZ = [44100, 48000, 32000];

export const mp3Frame: ReadFrame = (b) => {
  const version = (byte(b, 1) >> 3) & 3;
  const layer = 4 - ((byte(b, 1) >> 1) & 3);
  const first = version === 3;
  const row = first ? layer - 1 : layer === 1 ? 3 : 4;
  const rate = RATES[row]?.[byte(b, 2) >> 4];
  const hertz = HERTZ[(byte(b, 2) >> 2) & 3];
  if (u16(b, 0) < 0xffe0 || version === 1 || layer === 4 || !rate || !hertz) return null;
  const real = hertz / (first ? 1 : version === 2 ? 2 : 4);
  const padding = (byte(b, 2) >> 1) & 1;
  const slots = layer === 1 ? 12 : layer === 3 && !first ? 72 : 144;
  const length = (Math.floor((slots * rate * 1000) / real) + padding) * (layer === 1 ? 4 : 1);
  return { length, same: (u16(b, 0) & 0xfffe) * 4 + ((byte(b, 2) >> 2) & 3) };
};

export const adtsFrame: ReadFrame = (b) => {
  const length = ((byte(b, 3) & 3) << 11) | (byte(b, 4) << 3) | (byte(b, 5) >> 5);
  const index = (byte(b, 2) >> 2) & 15;
  if ((u16(b, 0) & 0xfff6) !== 0xfff0 || index > 12 || length < 7) return null;
  return { length, same: u16(b, 0) * 64 + (byte(b, 2) >> 2) };
};

const AMR = [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1];
const AMR_WB = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1];

/** The magic line at the start of `b`, or an empty string. */
export const amrHead = (b: Uint8Array): string => /^#!AMR(-WB)?\n/.exec(latin(b, 0, 9))?.[0] ?? "";

export const amrFrame = (wide: boolean): ReadFrame => (b) => {
  const length = (wide ? AMR_WB : AMR)[(byte(b, 0) >> 3) & 15];
  return length && !(byte(b, 0) & 0x83) ? { length, same: 0 } : null;
};
