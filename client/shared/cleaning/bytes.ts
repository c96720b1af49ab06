/**
 * Reading numbers and names out of hostile bytes: outside the array everything is zero, so that no
 * reader needs to check bounds to stay safe, and a `Part` is one segment or chunk of a file.
 */
export interface Part {
  /** A chunk's four letters, or a JPEG marker as two hexadecimal digits, or "trailer". */
  id: string;
  start: number;
  body: number;
  end: number;
}

export const byte = (b: Uint8Array, at: number): number => b[at] ?? 0;
export const u16 = (b: Uint8Array, at: number): number => byte(b, at) * 256 + byte(b, at + 1);
export const u32 = (b: Uint8Array, at: number): number => u16(b, at) * 65536 + u16(b, at + 2);
export const le16 = (b: Uint8Array, at: number): number => byte(b, at) + byte(b, at + 1) * 256;
export const le32 = (b: Uint8Array, at: number): number => le16(b, at) + le16(b, at + 2) * 65536;

/** Bytes `from` to `to` as Latin-1, at most 64 KiB of them: names and phrases, not documents. */
export function latin(b: Uint8Array, from: number, to: number): string {
  let text = "";
  for (const code of b.subarray(from, Math.min(to, from + 65536))) text += String.fromCharCode(code);
  return text;
}

/** The pieces in one array. */
export function joined(pieces: (Uint8Array | number[])[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The bytes of ASCII text. */
export const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
/** A number in four bytes, the largest first. */
export const long = (value: number): number[] => [value >>> 24, value >> 16, value >> 8, value].map((v) => v & 255);
