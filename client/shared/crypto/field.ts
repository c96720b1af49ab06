/** Arithmetic modulo 2^255 - 19, the field under X25519 and Ed25519, in plain BigInt. */

export const P = 2n ** 255n - 19n;

export const mod = (a: bigint, m = P): bigint => ((a % m) + m) % m;

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base); exponent > 0n; exponent >>= 1n, square = mod(square * square)) {
    if (exponent & 1n) result = mod(result * square);
  }
  return result;
}

export const invert = (a: bigint): bigint => power(a, P - 2n);

export function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** The 32 bytes of `a`, least significant first. */
export function toBytes(a: bigint): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 32 }, (_, n) => Number((a >> BigInt(8 * n)) & 255n));
}
