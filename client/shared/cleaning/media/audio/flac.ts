/**
 * FLAC (RFC 9639 §8): what describes the stream, the table for seeking, the frames; no comments,
 * pictures, cue sheets or applications' own blocks.
 */
import { byte, latin } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { Found } from "../found.ts";
import { Output } from "../output.ts";
import type { Made } from "../result.ts";
import type { Source } from "../source.ts";
import { ascii, be, join } from "../writer.ts";
import { framesEnd } from "./flac_frames.ts";

const NAMES = ["", "padding", "APPLICATION", "", "VORBIS_COMMENT", "CUESHEET", "PICTURE"];
const INFO = 0;
const SEEK_TABLE = 3;
const MOST_BLOCKS = 128;
const LAST = 0x80;

export async function cleanFlac(source: Source): Promise<Made> {
  const [output, found] = [new Output(source), new Found()];
  const { info, seek, frames } = await readBlocks(source, found);
  const table = seek ? [[SEEK_TABLE | LAST], be(seek.length, 3), seek] : [];
  output.put(join(ascii("fLaC"), [seek ? INFO : INFO | LAST, 0, 0, 34], info, ...table));
  const end = await framesEnd(source, frames);
  if (end === frames) throw new CleaningError("broken");
  if (end < source.size) found.dropped("trailer", await source.peek(end, Math.min(source.size - end, 65536)));
  output.copy(frames, end);
  return { output, found, type: "audio/flac", extension: "flac", width: 0, height: 0, verify: verifyFlac };
}

interface Blocks {
  info: Uint8Array;
  seek: Uint8Array | null;
  frames: number;
}

async function readBlocks(source: Source, found: Found): Promise<Blocks> {
  let info: Uint8Array | null = null;
  let seek: Uint8Array | null = null;
  let at = 4;
  for (let i = 0, last = false; !last; i++) {
    const head = await source.bytes(at, 4);
    last = byte(head, 0) >= LAST;
    const type = byte(head, 0) & 127;
    const size = byte(head, 1) * 65536 + byte(head, 2) * 256 + byte(head, 3);
    if (i > MOST_BLOCKS || at + 4 + size > source.size) throw new CleaningError("broken");
    if (type === INFO && size === 34) info = await source.bytes(at + 4, 34);
    else if (type === SEEK_TABLE && size % 18 === 0) seek = await source.bytes(at + 4, size);
    else found.dropped(NAMES[type] ?? "", await source.peek(at + 4, Math.min(size, 65536)));
    at += 4 + size;
  }
  if (!info) throw new CleaningError("broken");
  return { info, seek, frames: at };
}

/** One STREAMINFO, perhaps one table, then frames whose checksums are right to the last byte. */
export async function verifyFlac(source: Source): Promise<void> {
  const b = await source.bytes(0, 46);
  let at = 42;
  if (byte(b, 4) === INFO) {
    const size = byte(b, 43) * 65536 + byte(b, 44) * 256 + byte(b, 45);
    if (byte(b, 42) !== (SEEK_TABLE | LAST) || size % 18) throw new CleaningError("not_clean");
    at = 46 + size;
  } else if (byte(b, 4) !== LAST) throw new CleaningError("not_clean");
  const framed = (await framesEnd(source, at)) === source.size;
  if (latin(b, 0, 4) !== "fLaC" || byte(b, 7) !== 34 || !framed) throw new CleaningError("not_clean");
}
