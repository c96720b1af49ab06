/**
 * X25519 (RFC 7748 §5) for phones whose WebCrypto does not have it.
 *
 * Only ephemeral scalars pass through here, each for one packet, so nobody can time it twice; a
 * library would bring more groups than sealing needs. Node's OpenSSL is its judge in the tests.
 */
import { invert, littleEndian, mod, P, toBytes } from "./field.ts";

const A24 = 121665n;
const BASE = Uint8Array.of(9, ...new Uint8Array(31));

/** The scalar with three bits off below, one off and one on above. */
function clamp(scalar: Uint8Array): bigint {
  return (littleEndian(scalar) & (2n ** 254n - 8n)) | (2n ** 254n);
}

/** One step of the Montgomery ladder on the points x2/z2 and x3/z3, whose difference is x1. */
function step(x1: bigint, [x2, z2, x3, z3]: bigint[]): bigint[] {
  const [a, b, c, d] = [x2! + z2!, x2! - z2!, x3! + z3!, x3! - z3!];
  const [aa, bb, da, cb] = [mod(a * a), mod(b * b), d * a, c * b];
  const e = aa - bb;
  return [mod(aa * bb), mod(e * (aa + A24 * e)), mod((da + cb) ** 2n), mod(x1 * mod((da - cb) ** 2n))];
}

/** The shared secret of `scalar` (32 bytes) and `u` (32 bytes); throws RangeError for a point of small order. */
export function x25519(scalar: Uint8Array, u: Uint8Array = BASE): Uint8Array<ArrayBuffer> {
  const k = clamp(scalar);
  const x1 = mod(littleEndian(u) & (2n ** 255n - 1n), P);
  let [x2, z2, x3, z3] = [1n, 0n, x1, 1n];
  for (let bit = 254n; bit >= 0n; bit--) {
    const swap = ((k >> bit) & 1n) === 1n;
    if (swap) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    [x2, z2, x3, z3] = step(x1, [x2, z2, x3, z3]) as [bigint, bigint, bigint, bigint];
    if (swap) [x2, z2, x3, z3] = [x3, z3, x2, z2];
  }
  if (mod(z2) === 0n || mod(x2) === 0n) throw new RangeError("a point of small order");
  return toBytes(mod(x2 * invert(z2)));
}
