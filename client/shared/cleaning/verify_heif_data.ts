/**
 * The last word on the data inside a cleaned HEIF or AVIF: only units that draw, end to end. It
 * walks by rules of its own.
 */
import { byte, u16, u32 } from "./bytes.ts";

/** Whether an item's bytes are nothing but pictures, or where pictures go. */
export function isDrawn(b: Uint8Array, type: string, lengthSize: number): boolean {
  if (type === "hvc1") return hevc(b, lengthSize);
  if (type === "av01") return av1(b, 0);
  if (type === "grid") return b.length === (byte(b, 1) & 1 ? 12 : 8);
  return type === "iden" ? b.length === 0 : b.length < 65536 && b.length > 9;
}

/** Whether a decoder's configuration holds parameters and nothing else. */
export function configuredUnits(b: Uint8Array, type: string): boolean {
  if (type === "av1C") return b.length > 3 && av1(b, 4);
  let at = 23;
  for (let array = byte(b, 22); array > 0 && at < b.length; array--) {
    if (byte(b, at) % 64 < 32 || byte(b, at) % 64 > 34) return false;
    const units = u16(b, at + 1);
    at += 3;
    for (let unit = 0; unit < units && at < b.length; unit++) at += 2 + u16(b, at);
  }
  return at === b.length;
}

function hevc(b: Uint8Array, size: number): boolean {
  if (!size) return false;
  let at = 0;
  while (at < b.length) {
    const length = u32(Uint8Array.of(0, 0, 0, ...b.subarray(at, at + size)).slice(-4), 0);
    const unit = byte(b, at + size) >>> 1;
    if (length < 2 || unit > 34) return false;
    at += size + length;
  }
  return at === b.length;
}

function av1(b: Uint8Array, from: number): boolean {
  let at = from;
  while (at < b.length) {
    const head = byte(b, at++);
    if (head > 127 || ![1, 2, 3, 4, 6, 7].includes(head >> 3)) return false;
    if (head & 4) at++;
    if (!(head & 2)) return at <= b.length;
    let length = 0;
    let shift = 1;
    do {
      length += (byte(b, at) % 128) * shift;
      shift *= 128;
    } while (byte(b, at++) > 127 && shift < 2 ** 49);
    at += length;
  }
  return at === b.length;
}
