/**
 * Type 1 fonts: the readable part without comments, notices and dates (Adobe Type 1 Font Format §2);
 * the encrypted part as it is, and the zeros after it in their one usual form.
 */
import { CleaningError } from "../types.ts";
import { findBytes } from "./parse.ts";
import { join } from "./inflate.ts";

const EEXEC = [..."eexec"].map((letter) => letter.charCodeAt(0));
const TELLS = /(\/(?:version|Notice|Copyright|FullName|FamilyName|Weight)\s*)\((?:[^()\\]|\\[^]|\((?:[^()\\]|\\[^])*\))*\)/g;

export function cleanType1(font: Uint8Array, cleared: number, secret: number): { bytes: Uint8Array; lengths: number[] } {
  const bare = font[0] === 0x80 ? unpacked(font) : font;
  const found = findBytes(bare, EEXEC, 0);
  if (found < 0) throw new CleaningError("no_clean_way");
  const split = cleared > found && cleared < bare.length && bare === font ? cleared : found + 6;
  const end = secret > 0 && split + secret <= bare.length && bare === font ? split + secret : bare.length;
  const head = readable(bare.subarray(0, split));
  const tail = end < bare.length ? zeros() : new Uint8Array();
  const bytes = join([head, bare.subarray(split, end), tail]);
  return { bytes, lengths: [head.length, end - split, tail.length] };
}

function readable(head: Uint8Array): Uint8Array {
  let text = "";
  for (const code of head) text += String.fromCharCode(code);
  const [first = "", ...rest] = text.match(/[^\r\n]*(?:\r\n?|\n|$)/g) ?? [];
  const title = first.replace(/^(%!\S*)[^\r\n]*/, "$1");
  const lines = rest.map((line) => line.replace(/^\s*%[^\r\n]*/, ""));
  return Uint8Array.from((title + lines.join("")).replace(TELLS, "$1()"), (letter) => letter.charCodeAt(0));
}

/** The PFB form marks its segments with six bytes each, which PDF does not want. */
function unpacked(font: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; font[at] === 0x80 && font[at + 1]! < 3; ) {
    const length = new DataView(font.buffer, font.byteOffset + at).getUint32(2, true);
    parts.push(font.subarray(at + 6, at + 6 + length));
    at += 6 + length;
  }
  return join(parts);
}

function zeros(): Uint8Array {
  const text = `${`${"0".repeat(64)}\n`.repeat(8)}cleartomark\n`;
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
