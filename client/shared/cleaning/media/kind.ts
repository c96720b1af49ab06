/**
 * Which container a file is, told from its first bytes alone.
 */
import { byte, latin, u16 } from "../bytes.ts";
import { adtsFrame, amrHead, mp3Frame } from "./audio/frames.ts";

export type Container = "mp4" | "matroska" | "mp3" | "aac" | "amr" | "wav" | "ogg" | "flac";

const STARTS: [Container, RegExp][] = [
  ["mp4", /^[^]{4}(ftyp|moov|mdat|wide|free|skip|pnot)/],
  ["matroska", /^\x1aE\xdf\xa3/],
  ["wav", /^RIFF[^]{4}WAVE/],
  ["ogg", /^OggS/],
  ["flac", /^fLaC/],
];

/** How long an ID3v2 tag at the start of `b` is, or 0 (id3.org, ID3v2.4 §3.1). */
export function id3Length(b: Uint8Array): number {
  if (latin(b, 0, 3) !== "ID3" || byte(b, 3) === 255) return 0;
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (byte(b, at) & 127), 0);
  return 10 + size + (byte(b, 5) & 16 ? 10 : 0);
}

/** The container at the start of `b`, which an ID3 tag may precede no more, or null. */
export function containerOf(b: Uint8Array): Container | null {
  const head = latin(b, 0, 12);
  const found = STARTS.find(([, pattern]) => pattern.test(head));
  if (found) return found[0];
  if (amrHead(b)) return "amr";
  if (adtsFrame(b)) return "aac";
  return u16(b, 0) >= 0xffe0 && mp3Frame(b) ? "mp3" : null;
}
