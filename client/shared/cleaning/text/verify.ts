/**
 * A second opinion on a cleaned text, letter by letter, with a list of its own.
 */
const HIDDEN: [from: number, to: number][] = [
  [0, 8], [0x0b, 0x1f], [0x7f, 0xa0], [0xad, 0xad], [0x34f, 0x34f], [0x61c, 0x61c], [0x115f, 0x1160],
  [0x1680, 0x1680], [0x17b4, 0x17b5], [0x180b, 0x180f], [0x2000, 0x200b], [0x200e, 0x200f],
  [0x2028, 0x202f], [0x205f, 0x206f], [0x2800, 0x2800], [0x3000, 0x3000], [0x3164, 0x3164],
  [0xd800, 0xf8ff], [0xfdd0, 0xfdef], [0xfe00, 0xfe0f], [0xfeff, 0xfeff], [0xffa0, 0xffa0],
  [0xfff0, 0xfffb], [0xfffe, 0xffff], [0xe0000, 0x10ffff],
];
const ALONE = /(^|[\s\x21-\x7e\u0e01-\u0e5b])[\u200c\u200d]|[\u200c\u200d]([\s\x21-\x7e\u0e01-\u0e5b\u200c\u200d]|$)/;

export function verifyText(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    if (code > 0x7e && HIDDEN.some(([from, to]) => code >= from && code <= to)) return false;
    if (code < 0x20 && code !== 9 && code !== 10) return false;
  }
  return !ALONE.test(text) && !/ \n/.test(text) && text.normalize("NFC") === text && text.endsWith("\n");
}
