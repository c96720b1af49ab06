/**
 * Thai in one byte a letter. All of Thai and ASCII fit into one byte (TIS-620 does it so), and a
 * string of such characters takes half the memory and is searched several times as fast as one of
 * two bytes. A text with anything else in it stays as it is; see `corpus.ts`.
 */
import type { Bytes } from "../crypto/bytes.ts";

/** Marks that Thai texts use beside Thai, on the places that TIS-620 leaves free. */
const MARKS: readonly (readonly [string, number])[] = [
  ["\u00a0", 0xa0], ["“", 0xdb], ["”", 0xdc], ["‘", 0xdd], ["’", 0xde], ["–", 0xfc], ["—", 0xfd], ["…", 0xfe], ["•", 0xff],
];
const THAI = 0xe00;
const SHIFT = 0xa0;

/** The character of a byte; "" for bytes that stand for none. */
const CHARACTERS = Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0 || byte === 9 || byte === 10 || (byte >= 0x20 && byte < 0x7f)) return String.fromCharCode(byte);
  const code = byte - SHIFT + THAI;
  return (code > THAI && code <= THAI + 0x3a) || (code >= THAI + 0x3f && code <= THAI + 0x5b) ? String.fromCharCode(code) : "";
});
for (const [mark, byte] of MARKS) CHARACTERS[byte] = mark;

/** The byte of a character's code; NONE for those that have none. */
const NONE = 255 + 1;
const BYTES = new Uint16Array(0x10000).fill(NONE);
CHARACTERS.forEach((character, byte) => {
  if (character) BYTES[character.charCodeAt(0)] = byte;
});

/** What `fold` of normalise.ts makes of each. */
const FOLDED = Uint8Array.from(CHARACTERS, (character, byte) => {
  if (/[A-Z]/.test(character)) return byte + 32;
  if (/[๐-๙]/.test(character)) return byte - 0xf0 + 0x30;
  return /[\n\t\u00a0]/.test(character) ? 0x20 : byte;
});

/** Writes `text` into `bytes` from `at`, a byte a character; false, with nothing of use written, when it does not fit. */
export function narrowInto(text: string, bytes: Bytes, at: number): boolean {
  for (let n = 0; n < text.length; n++) {
    const byte = BYTES[text.charCodeAt(n)]!;
    if (byte === NONE) return false;
    bytes[at + n] = byte;
  }
  return true;
}

/** A folded term as it stands in what `foldNarrow` gives; null when it can stand in no narrow text. */
export function narrowTerm(term: string): string | null {
  const bytes = new Uint8Array(term.length);
  return narrowInto(term, bytes, 0) ? String.fromCharCode(...bytes) : null;
}

export function widen(bytes: Bytes): string {
  let text = "";
  for (const byte of bytes) text += CHARACTERS[byte];
  return text;
}

/** This encoding keeps 0x20 to 0x7e and 0xa0 to 0xff as they are; between them we have nothing. */
const decoder = new TextDecoder("windows-1252");

/** The folded text, one character a byte. */
export function foldNarrow(bytes: Bytes): string {
  const folded = new Uint8Array(bytes.length);
  for (let n = 0; n < bytes.length; n++) folded[n] = FOLDED[bytes[n]!]!;
  return decoder.decode(folded);
}
