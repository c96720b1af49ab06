/**
 * MP3: its frames, and of a first frame that only describes the others (Xing's and LAME's tag)
 * the numbers, without which encoder it was.
 */
import { byte, latin, u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { Found } from "../found.ts";
import { Output } from "../output.ts";
import type { Made } from "../result.ts";
import type { Source } from "../source.ts";
import { ascii, be } from "../writer.ts";
import { mp3Frame } from "./frames.ts";
import { copyFrames, onlyFrames } from "./walk.ts";

/** The LAME extension: its length, where its checksum is, and the length of the encoder's name. */
const LAME = 36;
const CHECKSUM = 34;
const NAME = 9;

export async function cleanMp3(source: Source): Promise<Made> {
  const [output, found] = [new Output(source), new Found()];
  await copyFrames({ source, output, found, read: mp3Frame }, 0);
  await blankInfo(source, output, found);
  const end = { type: "audio/mpeg", extension: "mp3", width: 0, height: 0 };
  return { output, found, ...end, verify: verifyMp3 };
}

/** A describing frame may be the first after tags; the output's copy of it is patched. */
async function blankInfo(source: Source, output: Output, found: Found): Promise<void> {
  const at = output.first;
  const length = mp3Frame(await source.peek(at, 10))?.length ?? 0;
  const frame = await source.peek(at, length);
  const clean = cleanInfo(frame);
  if (clean.every((value, i) => value === frame[i])) return;
  found.add("device");
  output.patch(at, clean);
}

/** Where the tag of a describing frame starts, after the side information, or 0. */
export function infoAt(frame: Uint8Array): number {
  const mono = byte(frame, 3) >> 6 === 3;
  const first = ((byte(frame, 1) >> 3) & 3) === 3;
  const at = 4 + (first ? (mono ? 17 : 32) : mono ? 9 : 17);
  return /^(Xing|Info)$/.test(latin(frame, at, at + 4)) ? at : 0;
}

/** Where the LAME extension starts: after the fields that the flags name. */
export function lameAt(frame: Uint8Array, info: number): number {
  const set = u32(frame, info + 4);
  return info + 8 + (set & 1 && 4) + (set & 2 && 4) + (set & 4 && 100) + (set & 8 && 4);
}

/** The frame with the encoder's version and the room after it blank, and its checksum right again. */
export function cleanInfo(frame: Uint8Array): Uint8Array {
  const info = infoAt(frame);
  if (!info) return frame;
  const at = lameAt(frame, info);
  const clean = frame.slice();
  // Players throw the encoder's padding away only where a name says that it is stated.
  const states = /^(LAME|Lav[cf])/.test(latin(frame, at, at + 4));
  clean.fill(0, at, at + NAME);
  if (states) clean.set(ascii("LAME"), at);
  clean.fill(0, at + LAME);
  if (at + LAME <= frame.length) clean.set(be(crc16(clean.subarray(0, at + CHECKSUM)), 2), at + CHECKSUM);
  return clean;
}

/** CRC-16 as LAME uses it: the polynomial 0x8005 reflected. */
function crc16(b: Uint8Array): number {
  let crc = 0;
  for (const value of b) {
    crc ^= value;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

export async function verifyMp3(source: Source): Promise<void> {
  const head = await source.peek(0, 2048);
  const info = infoAt(head);
  const at = info && lameAt(head, info);
  const named = info && !/^(LAME\0{5}|\0{9})/.test(latin(head, at, at + NAME));
  if (named || !(await onlyFrames(source, 0, mp3Frame))) throw new CleaningError("not_clean");
}
