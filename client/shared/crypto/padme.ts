/** Padmé (Nikitin et al., PoPETs 2019, §4): sizes that tell little, for at most 12 % more bytes. */
import { FLOOR } from "./limits.ts";

const bitLength = (n: number): number => n.toString(2).length;

/** The padded size for `size` bytes; never less than 8 KiB, always whole tar blocks. */
export function paddedSize(size: number): number {
  if (size <= FLOOR) return FLOOR;
  const exponent = bitLength(size) - 1;
  const step = 2 ** (exponent - bitLength(exponent));
  return Math.ceil(size / step) * step;
}
