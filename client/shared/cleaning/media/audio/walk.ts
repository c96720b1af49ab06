/**
 * Sound that is frame after frame: whole frames are copied, and everything between, before and
 * after them, tags of any kind, is left out.
 */
import { latin, le32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Found } from "../found.ts";
import { id3Length } from "../kind.ts";
import type { Output } from "../output.ts";
import type { Source } from "../source.ts";
import type { Frame, ReadFrame } from "./frames.ts";

/** After a gap, so many frames in a row make it sound again. */
const IN_A_ROW = 3;
/** How much of a file may be neither frames nor tags of known length. */
const MOST_LOST = 4 << 20;

export interface Walk {
  source: Source;
  output: Output;
  found: Found;
  read: ReadFrame;
}

/** Copies all frames from `at` on. Throws CleaningError `broken` when there are none. */
export async function copyFrames({ source, output, found, read }: Walk, start: number): Promise<void> {
  let at = start;
  let same = -1;
  let lost = 0;
  const before = output.size;
  while (at < source.size) {
    const frame = read(await source.peek(at, 10));
    const whole = frame && at + frame.length <= source.size;
    if (whole && (frame.same === same || (await inARow({ source, read }, at, frame)))) {
      output.copy(at, at + frame.length);
      same = frame.same;
      at += frame.length;
    } else {
      const skipped = await tagLength(source, at, found);
      lost += skipped === 1 ? 1 : 0;
      same = -1;
      at += skipped;
    }
    if (lost > MOST_LOST) throw new CleaningError("broken");
  }
  if (lost) found.add("other");
  if (output.size === before) throw new CleaningError("broken");
}

async function inARow({ source, read }: Pick<Walk, "source" | "read">, at: number, first: Frame): Promise<boolean> {
  let next = at + first.length;
  for (let i = 1; i < IN_A_ROW && next < source.size; i++) {
    const frame = read(await source.peek(next, 10));
    if (!frame) return isTag(await source.peek(next, 12));
    if (frame.same !== first.same) return false;
    next += frame.length;
  }
  return true;
}

const isTag = (b: Uint8Array): boolean => /^(TAG|ID3|APETAGEX|LYRICSBEGIN)/.test(latin(b, 0, 12));

/** The length of the tag here, or 1 for a byte of no known meaning. */
async function tagLength(source: Source, at: number, found: Found): Promise<number> {
  const head = await source.peek(at, 32);
  const name = latin(head, 0, 8);
  let length = id3Length(head);
  if (name === "APETAGEX") length = 32 + le32(head, 12);
  if (name.startsWith("TAG")) length = source.size - at <= 128 + 227 ? source.size - at : 128;
  if (!length) return 1;
  found.dropped(name, await source.peek(at, Math.min(length, 65536)));
  return length;
}

/** Whether the source is, from `at` to its end, nothing but whole frames of one kind. */
export async function onlyFrames(source: Source, start: number, read: ReadFrame): Promise<boolean> {
  let at = start;
  while (at < source.size) {
    const frame = read(await source.peek(at, 10));
    if (!frame) return false;
    at += frame.length;
  }
  return at === source.size;
}
