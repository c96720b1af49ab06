/**
 * The last word on a rewritten Matroska file: a table of which elements may stand where, numbers
 * of at most eight bytes, names of one known form, and blocks of no tracks but those declared.
 * Walks by itself.
 */
import { byte, latin, u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Source } from "../source.ts";

const CHILDREN: Record<string, string> = {
  "": "1a45dfa3 18538067",
  "1a45dfa3": "4286 42f7 42f2 42f3 4282 4287 4285",
  "18538067": "1549a966 1654ae6b 1f43b675",
  "1549a966": "2ad7b1 4489 4d80 5741",
  "1654ae6b": "ae",
  ae: "d7 73c5 83 b9 88 55aa 9c 6de7 6df8 23e383 56aa 56bb 22b59c 86 63a2 e0 e1",
  e0: "9a 9d 53b8 53c0 b0 ba 54aa 54bb 54cc 54dd 54b0 54ba 54b2 2eb524 55b0",
  "55b0": "55b1 55b2 55b3 55b4 55b5 55b6 55b7 55b8 55b9 55ba 55bb 55bc 55bd 55d0",
  "55d0": "55d1 55d2 55d3 55d4 55d5 55d6 55d7 55d8 55d9 55da",
  e1: "b5 78b5 9f 6264",
  "1f43b675": "e7 a3 a0",
  a0: "a1 9b fb fa 75a2",
};

/** Text that is allowed, by element. */
const TEXTS: Record<string, RegExp> = {
  "4282": /^(webm|matroska)$/,
  "4d80": /^-$/,
  "5741": /^-$/,
  "22b59c": /^und$/,
  "86": /^[AV]_[A-Z0-9/]{2,24}$/,
};

interface State {
  source: Source;
  tracks: Set<number>;
}

function fail(): never {
  throw new CleaningError("not_clean");
}

export async function verifyMatroska(source: Source): Promise<void> {
  await walk({ source, tracks: new Set() }, "", 0, source.size);
}

async function walk(state: State, parent: string, from: number, to: number): Promise<void> {
  let at = from;
  while (at < to) {
    const head = await state.source.peek(at, 12);
    const wide = Math.clz32(byte(head, 0) << 24) + 1;
    const id = [...head.subarray(0, wide)].map((value) => value.toString(16).padStart(2, "0")).join("");
    const { size, length } = sizeAt(head.subarray(wide));
    const body = at + wide + length;
    if (!CHILDREN[parent]?.split(" ").includes(id) || body + size > to) fail();
    if (id in CHILDREN) await walk(state, id, body, body + size);
    else await leaf(state, id, await state.source.peek(body, Math.min(size, 4096)), size);
    at = body + size;
  }
}

function sizeAt(b: Uint8Array): { size: number; length: number } {
  const length = Math.clz32(byte(b, 0) << 24) + 1;
  let size = byte(b, 0) & (0xff >> length);
  for (const value of b.subarray(1, length)) size = size * 256 + value;
  return length > 8 ? fail() : { size, length };
}

async function leaf({ tracks }: State, id: string, b: Uint8Array, size: number): Promise<void> {
  if (id === "d7") tracks.add(byte(b, 0));
  if (id === "a3" || id === "a1") {
    if (!tracks.has(byte(b, 0) & 127)) fail();
  } else if (id in TEXTS) {
    if (!TEXTS[id]?.test(latin(b, 0, size))) fail();
  } else if (id === "63a2") {
    if (!plainPrivate(b)) fail();
  } else if (size > 8) fail();
}

/** In private data of Vorbis and Theora, the comments are the shortest there are (see `xiph.ts`). */
function plainPrivate(b: Uint8Array): boolean {
  const head = latin(b, 0, 256);
  const laced = /^\x02[^]{2}[\x01\x80](vorbis|theora)/.test(head);
  if (laced) return /[\x03\x81](vorbis|theora)\x01\0\0\0-\0\0\0\0/.test(head.slice(3 + byte(b, 1), 3 + byte(b, 1) + byte(b, 2)));
  return !/^fLaC/.test(head) || (b.length === 42 && u32(b, 4) >>> 24 === 0x80);
}
