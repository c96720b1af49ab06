/**
 * Ed25519 verification (RFC 8032 §5.1.7) for phones whose WebCrypto does not have it.
 *
 * Only public values pass through here, so plain BigInt arithmetic leaks nothing. Strict: the
 * scalar must be reduced and points canonical; the cofactorless equation, as most verifiers use.
 */
import { concat, type Bytes } from "./bytes.ts";
import { invert, littleEndian, mod, P, power } from "./field.ts";

const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const D = mod(-121665n * invert(121666n));
const ROOT = power(2n, (P - 1n) / 4n);

/** Extended homogeneous coordinates X, Y, Z, T (RFC 8032 §5.1.4). */
type Point = readonly [bigint, bigint, bigint, bigint];
const ZERO: Point = [0n, 1n, 1n, 0n];

function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * D * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point: Point, scalar: bigint): Point {
  let sum = ZERO;
  for (; scalar > 0n; scalar >>= 1n, point = add(point, point)) {
    if (scalar & 1n) sum = add(sum, point);
  }
  return sum;
}

/** RFC 8032 §5.1.3; null for what is no point. */
function decode(bytes: Uint8Array): Point | null {
  const number = littleEndian(bytes);
  const y = number & (2n ** 255n - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT);
  if (mod(v * x * x) !== u) return null;
  const odd = number >> 255n;
  if (x === 0n && odd) return null;
  if ((x & 1n) !== odd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

const BASE = decode(Uint8Array.from({ length: 32 }, (_, i) => (i ? 0x66 : 0x58))) ?? ZERO;

function same([x1, y1, z1]: Point, [x2, y2, z2]: Point): boolean {
  return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
}

/** `signature` 64 bytes, `publicKey` 32 bytes; false for anything else. */
export async function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): Promise<boolean> {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const key = decode(publicKey);
  const r = decode(signature.subarray(0, 32));
  const s = littleEndian(signature.subarray(32));
  // A key of small order would let one signature stand for every message.
  if (!key || !r || s >= L || same(times(key, 8n), ZERO)) return false;
  const input: Bytes = concat(signature.subarray(0, 32), publicKey, message);
  const k = mod(littleEndian(new Uint8Array(await crypto.subtle.digest("SHA-512", input))), L);
  return same(times(BASE, s), add(r, times(key, k)));
}
