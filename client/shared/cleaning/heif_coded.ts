/**
 * Coded pictures inside HEIF and AVIF: of the units that HEVC (ITU-T H.265 §7.4.2.2) and AV1 (§5.3)
 * are made of only those that draw, since others may hold the encoder's name or anything at all.
 */
import { byte, u16 } from "./bytes.ts";

type Pieces = Uint8Array[];

const drawsHevc = (unit: number): boolean => unit < 35;
/** Sequence header, temporal delimiter, frame header, tile group, frame, repeated frame header. */
const drawsAv1 = (unit: number): boolean => [1, 2, 3, 4, 6, 7].includes(unit);

/** Units that each follow their length in `size` bytes; null when they do not fill `b`. */
export function hevcUnits(b: Uint8Array, size: number): Pieces | null {
  const kept: Pieces = [];
  let at = 0;
  while (at < b.length) {
    let length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + byte(b, at + i);
    const end = at + size + length;
    if (length < 2 || end > b.length) return null;
    if (drawsHevc((byte(b, at + size) >> 1) & 63)) kept.push(b.subarray(at, end));
    at = end;
  }
  return kept;
}

/** Units that state their length as LEB128, or fill what is left; null when they do not fit. */
export function av1Units(b: Uint8Array): Pieces | null {
  const kept: Pieces = [];
  let at = 0;
  while (at < b.length) {
    const head = byte(b, at);
    let body = at + (head & 4 ? 2 : 1);
    let end = b.length;
    if (head & 2) {
      let length = 0;
      for (let i = 0, more = 1; more && i < 8; i++, body++) {
        length += (byte(b, body) & 127) * 128 ** i;
        more = byte(b, body) >> 7;
      }
      end = body + length;
    }
    if (end > b.length || body > end) return null;
    if (drawsAv1((head >> 3) & 15)) kept.push(b.subarray(at, end));
    at = end;
  }
  return kept;
}

/** The decoder's configuration (14496-15 §8.3.3.1) with only parameter sets; null when odd. */
export function hevcConfiguration(b: Uint8Array): Pieces | null {
  const head = b.slice(0, 23);
  const kept: Pieces = [head];
  let at = 23;
  let count = 0;
  for (let arrays = byte(b, 22); arrays; arrays--) {
    const start = at;
    at += 3;
    for (let units = u16(b, start + 1); units && at < b.length; units--) at += 2 + u16(b, at);
    if (at > b.length) return null;
    const unit = byte(b, start) & 63;
    if (unit < 32 || unit > 34) continue;
    kept.push(b.subarray(start, at));
    count++;
  }
  head[22] = count;
  return at === b.length ? kept : null;
}

export function av1Configuration(b: Uint8Array): Pieces | null {
  const units = av1Units(b.subarray(4));
  return units && [b.slice(0, 4), ...units];
}

/** The bytes of a grid (23008-12 §6.6.2.3.2) or an overlay (§6.6.2.2) of `parts` pictures. */
export function derivedLength(b: Uint8Array, type: string, parts: number): number {
  const number = byte(b, 1) & 1 ? 4 : 2;
  if (type === "grid") return 4 + 2 * number;
  return type === "iovl" ? 10 + 2 * number * (1 + parts) : 0;
}
