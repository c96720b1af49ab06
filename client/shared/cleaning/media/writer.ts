/**
 * Small pieces of bytes put together: numbers, letters, and what was kept of the original.
 */
export type Bytes = ArrayLike<number>;

/** A number in `size` bytes, the most significant first. */
export const be = (value: number, size: number): number[] =>
  Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) % 256);
export const le = (value: number, size: number): number[] => be(value, size).reverse();
export const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
export const zeros = (count: number): Uint8Array => new Uint8Array(count);

export function join(...parts: Bytes[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
