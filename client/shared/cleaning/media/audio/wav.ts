/**
 * WAV (Microsoft's and IBM's RIFF): format, number of samples, sound; no other chunk.
 */
import { latin, le16, le32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { Found } from "../found.ts";
import { Output } from "../output.ts";
import type { Made } from "../result.ts";
import type { Source } from "../source.ts";
import { ascii, join, le } from "../writer.ts";

const MOST_CHUNKS = 4096;
const UNKNOWN = 0xffffffff;
const LONGEST_FORMAT = 52;
/** PCM, floating point, A-law, µ-law, and the extensible form of these. */
const EVEN = [1, 3, 6, 7, 0xfffe];

interface Chunks {
  format: Uint8Array | null;
  fact: Uint8Array | null;
  from: number;
  to: number;
}

export async function cleanWav(source: Source): Promise<Made> {
  const [output, found] = [new Output(source), new Found()];
  const { format, fact, from, to } = await readChunks(source, found);
  if (!format || from < 0) throw new CleaningError("broken");
  // Where samples have one length, their number follows from the data.
  const counted = fact && !EVEN.includes(le16(format, 0));
  const chunks = [chunk("fmt ", format), ...(counted ? [chunk("fact", fact)] : [])];
  const size = to - from;
  const head = join(...chunks, ascii("data"), le(size, 4));
  output.put(join(ascii("RIFF"), le(4 + head.length + size + (size & 1), 4), ascii("WAVE"), head));
  output.copy(from, to);
  if (size & 1) output.put(Uint8Array.of(0));
  return { output, found, type: "audio/wav", extension: "wav", width: 0, height: 0, verify: verifyWav };
}

const chunk = (name: string, body: Uint8Array): Uint8Array => join(ascii(name), le(body.length, 4), body);

async function readChunks(source: Source, found: Found): Promise<Chunks> {
  const chunks: Chunks = { format: null, fact: null, from: -1, to: -1 };
  const whole = le32(await source.bytes(4, 4), 0) % UNKNOWN;
  let at = 12;
  for (let i = 0; at + 8 <= source.size; i++) {
    if (i > MOST_CHUNKS) throw new CleaningError("broken");
    const head = await source.bytes(at, 8);
    const name = latin(head, 0, 4);
    const stated = le32(head, 4);
    // Recorders that were cut off, or that could not go back, leave no length.
    const open = name === "data" && (stated === UNKNOWN || (stated === 0 && whole <= at));
    const end = open ? source.size : Math.min(at + 8 + stated, source.size);
    await take(source, chunks, found, name, at + 8, end);
    at = end + (stated & 1);
  }
  return chunks;
}

async function take(
  source: Source,
  chunks: Chunks,
  found: Found,
  name: string,
  from: number,
  to: number,
): Promise<void> {
  if (name === "fmt " && !chunks.format) {
    chunks.format = cleanFormat(await source.bytes(from, Math.min(to - from, 64)));
  } else if (name === "fact" && to - from >= 4) chunks.fact = await source.bytes(from, 4);
  else if (name === "data" && chunks.from < 0) Object.assign(chunks, { from, to });
  else found.dropped(name, await source.peek(from, Math.min(to - from, 65536)));
}

/** 16 bytes, or as many more as it says; nothing that is only padding. */
function cleanFormat(b: Uint8Array): Uint8Array {
  const extra = b.length >= 18 ? le16(b, 16) : 0;
  const length = extra ? 18 + extra : 16;
  if (b.length < length || length > LONGEST_FORMAT) throw new CleaningError("no_clean_way");
  return b.subarray(0, length);
}

/** RIFF of exactly the file's length; fmt, perhaps fact, data; a zero where padding is needed. */
export async function verifyWav(source: Source): Promise<void> {
  const b = await source.peek(0, 128);
  const format = 20 + le32(b, 16);
  const fact = latin(b, format, format + 4) === "fact" ? 12 : 0;
  const data = format + fact;
  const size = le32(b, data + 4);
  const end = data + 8 + size;
  const last = size & 1 ? (await source.bytes(end, 1))[0] : 0;
  const names = `${latin(b, 0, 4)}${latin(b, 8, 16)}${latin(b, data, data + 4)}`;
  const right = names === "RIFFWAVEfmt data" && le32(b, 4) + 8 === source.size && format <= 20 + LONGEST_FORMAT;
  if (!right || last || end + (size & 1) !== source.size || (fact && le32(b, format + 4) !== 4)) {
    throw new CleaningError("not_clean");
  }
}
