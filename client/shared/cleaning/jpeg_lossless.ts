/**
 * A JPEG without anything but what draws it: coded data is copied as it is, and the few markers
 * that change colours or the way up are written anew from their one number.
 */
import { ascii, byte, joined, latin, type Part } from "./bytes.ts";
import { canonicalProfile } from "./icc.ts";
import { jpegParts } from "./jpeg.ts";
import { firstOrientation } from "./exif.ts";
import { cleanEnd, isPlain, verifyJpeg } from "./verify_jpeg.ts";

const JFIF = [0xff, 0xe0, 0, 16, ...ascii("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0];
const ORIENTATION = [0xff, 0xe1, 0, 34, ...ascii("Exif\0\0MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0")];

/** Null when it has no clean end or is odd: then only decoding helps. Throws CleaningError. */
export const cleanJpegBytes = (b: Uint8Array): Uint8Array | null => cleanJpegInPlace(b.slice());

/**
 * The same for a `b` that nobody needs any more: where it can, the result is a part of it, and the
 * rest of `b` is zeros. A photo is not twice in a small phone's memory, and the time that a copy of
 * it takes is saved.
 */
export const cleanJpegInPlace = (b: Uint8Array): Uint8Array | null => atOnce(b) ?? segmentBySegment(b);

/**
 * Most photos hold nothing but pixels between their first scan and their end. Such a one is walked
 * once, by the verifier alone, which says where it ends, and stays where it is: null when it objects.
 */
function atOnce(b: Uint8Array): Uint8Array | null {
  const kept: Part[] = [];
  const told: Told = { profile: [] };
  for (const part of jpegParts(b, true)) sort(b, part, kept, told);
  const scans = kept.pop();
  if (!scans || !isScan(scans)) return null;
  const head = assembled(b, kept, told);
  const start = scans.start - head.length;
  if (start < 0) return null;
  const end = spareEnd(head, b.subarray(scans.start));
  if (end === null) return null;
  b.fill(0, 0, start);
  b.set(head, start);
  b.fill(0, scans.start + end);
  return b.subarray(start, scans.start + end);
}

function spareEnd(head: Uint8Array, rest: Uint8Array): number | null {
  try {
    return cleanEnd(head, rest);
  } catch {
    return null;
  }
}

function segmentBySegment(b: Uint8Array): Uint8Array | null {
  const kept: Part[] = [];
  const told: Told = { profile: [] };
  for (const part of jpegParts(b)) sort(b, part, kept, told);
  if (kept[kept.length - 1]?.id !== "d9" || !kept.some(isScan)) return null;
  const result = assembled(b, kept, told);
  verifyJpeg(result);
  return result;
}

const isScan = ({ id }: Part): boolean => id === "da";

/** What draws is kept; what else is said counts up to the first scan. */
function sort(b: Uint8Array, part: Part, kept: Part[], told: Told): void {
  if (isPlain(b, part) && part.id !== "e0") kept.push(part);
  else if (!kept.some(isScan)) listen(b, part, told);
}

function assembled(b: Uint8Array, kept: Part[], told: Told): Uint8Array {
  const [start = new Uint8Array(), ...rest] = kept.map((part) => b.subarray(part.start, part.end));
  return joined([start, ...retold(told), ...rest]);
}

/** What application segments before the first scan say about colours and the way up. */
interface Told {
  jfif?: boolean;
  /** Adobe's transform: 0 none, 1 YCbCr, 2 YCCK. */
  adobe?: number;
  orientation?: number;
  profile: Uint8Array[];
}

function listen(b: Uint8Array, { id, body, end }: Part, told: Told): void {
  const name = id + latin(b, body, body + 12);
  if (name.startsWith("e0JFIF\0")) told.jfif = true;
  if (name.startsWith("eeAdobe")) told.adobe = Math.min(byte(b, body + 11), 2);
  if (name.startsWith("e1Exif\0")) told.orientation ||= firstOrientation(b.subarray(body + 6, end));
  if (name === "e2ICC_PROFILE\0") told.profile[byte(b, body + 12)] = b.subarray(body + 14, end);
}

function retold({ jfif, adobe, orientation = 1, profile }: Told): number[][] {
  const icc = canonicalProfile(joined(profile.filter(Boolean)));
  const pieces: number[][] = [];
  if (jfif) pieces.push(JFIF);
  if (orientation > 1) pieces.push([...ORIENTATION, orientation, 0, 0, 0, 0, 0, 0]);
  if (icc) {
    const length = 16 + icc.length;
    pieces.push([0xff, 0xe2, length >> 8, length & 255, ...ascii("ICC_PROFILE\0\x01\x01"), ...icc]);
  }
  if (adobe !== undefined) {
    pieces.push([0xff, 0xee, 0, 14, ...ascii("Adobe\0d\0\0\0\0"), adobe]);
  }
  return pieces;
}
