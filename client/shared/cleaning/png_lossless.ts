/**
 * A PNG, animated or not, without anything but what draws it (W3C PNG 3rd edition §4.3, §11): the
 * chunks of pixels as they are, and colours only where they are bare numbers or a known space.
 */
import { ascii, joined, long, type Part, u32 } from "./bytes.ts";
import { crc32 } from "./crc.ts";
import { canonicalProfile } from "./icc.ts";
import { inflate } from "./inflate.ts";
import { pngParts } from "./png.ts";
import { verifyPng } from "./verify_png.ts";

const KEPT = /^(IHDR|PLTE|tRNS|IDAT|IEND|acTL|fcTL|fdAT|gAMA|cHRM|sRGB|cICP)$/;
const MAX_PROFILE = 8192;

/** Null when it has no clean end or is odd. Throws CleaningError. */
export function cleanPngBytes(b: Uint8Array): Uint8Array | null {
  const pieces = [b.subarray(0, 8)];
  let last = "";
  for (const part of pngParts(b)) {
    const { id, start, body, end } = part;
    if (KEPT.test(id)) {
      if (u32(b, end - 4) !== crc32(b, start + 4, end - 4)) return null;
      if (isNumbers(b, part)) pieces.push(b.subarray(start, end));
    }
    if (id === "iCCP") pieces.push(profileChunk(b.subarray(body, end - 4)));
    if (id !== "trailer") last = id;
  }
  if (last !== "IEND") return null;
  const result = joined(pieces);
  verifyPng(result);
  return result;
}

/** Gamma and primaries are small numbers, or else something that hides there. */
function isNumbers(b: Uint8Array, { id, body, end }: Part): boolean {
  if (id !== "gAMA" && id !== "cHRM") return true;
  for (let at = body; at < end - 4; at += 4) if (u32(b, at) >> 20) return false;
  return true;
}

/** Fresh from the space that the original means, stored without compression; nothing for sRGB. */
function profileChunk(payload: Uint8Array): Uint8Array {
  const zlib = payload.subarray(payload.indexOf(0) + 2);
  const profile = canonicalProfile(inflate(zlib.subarray(2), MAX_PROFILE));
  return profile ? iccpChunk(profile) : new Uint8Array();
}

/** An iCCP chunk (§11.3.2.3) that holds `profile` in one stored block (RFC 1950, RFC 1951 §3.2.4). */
export function iccpChunk(profile: Uint8Array): Uint8Array {
  const { length } = profile;
  const sizes = [length & 255, length >> 8, ~length & 255, (~length >> 8) & 255];
  const stored = [0x78, 1, 1, ...sizes, ...profile, ...long(adler(profile))];
  const body = [...ascii("iCCPColour\0\0"), ...stored];
  const chunk = joined([long(body.length - 4), body, [0, 0, 0, 0]]);
  chunk.set(long(crc32(chunk, 4, chunk.length - 4)), chunk.length - 4);
  return chunk;
}

/** RFC 1950 §8.2, for a profile's few bytes. */
function adler(b: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const value of b) high = (high + (low = (low + value) % 65521)) % 65521;
  return high * 65536 + low;
}
