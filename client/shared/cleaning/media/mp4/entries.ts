/**
 * Sample entries (ISO/IEC 14496-12 §12.1.3, §12.2.3; QuickTime sound descriptions 0 to 2) written
 * anew: sizes and rates are kept, vendors and the names of compressors are not.
 */
import { u16, u32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { avcLength, hevcLength } from "../codecs/avc.ts";
import { objectType } from "../codecs/esds.ts";
import { scrubHeaders } from "../codecs/mpeg4.ts";
import { AVC, HEVC, scrubUnits } from "../codecs/nal.ts";
import { scrubObus } from "../codecs/obu.ts";
import type { Scrub } from "../codecs/scrub.ts";
import type { Found } from "../found.ts";
import { join, zeros } from "../writer.ts";
import { type Box, boxes, makeBox } from "./box.ts";
import { cleanConfig } from "./configs.ts";

const VIDEO = /^(avc[1-4]|hvc1|hev1|dvh[1e]|dva[1v]|av01|vp0[89]|mp4v|s263|h263|apc[hnso]|ap4[hx])$/;
const PLAIN_SOUND = /^(sowt|twos|raw |in24|in32|fl32|fl64|[ua]law|lpcm|NONE)$/;
const CODED_SOUND = /^(mp4a|Opus|alac|samr|sawb|ipcm|fpcm|ima4|\.mp3|ac-3|ec-3|fLaC)$/;
/** What esds may say: MPEG-4, AAC, MPEG-2 and MPEG-1; not pictures. */
const OBJECTS = /^(20|40|6[0-9ab]|dd)$/;
const SOUND_EXTRA = [0, 16, 36];

export interface Entry {
  bytes: Uint8Array;
  scrub: Scrub | null;
  /** Bytes of one frame of uncompressed sound, or 0. */
  frame: number;
}

/** Whether `type` in a track of kind `vide` or `soun` is one that this can clean. */
export const isKnown = (kind: string, type: string): boolean =>
  kind === "vide" ? VIDEO.test(type) : PLAIN_SOUND.test(type) || CODED_SOUND.test(type);

/** One entry of stsd, cleaned. Throws CleaningError `no_clean_way` for streams of unknown kinds. */
export function cleanEntry(b: Uint8Array, entry: Box, kind: string, found: Found): Entry {
  return kind === "vide" ? visual(b, entry, found) : sound(b, entry, found);
}

function visual(b: Uint8Array, entry: Box, found: Found): Entry {
  const at = entry.body;
  if (at + 78 > entry.end) throw new CleaningError("broken");
  const name = b.subarray(at + 43, at + 74);
  if (name.some(Boolean)) found.dropped("encoder", name);
  const size = b.subarray(at + 24, at + 28);
  const head = [zeros(7), [1], zeros(16), size, [0, 72, 0, 0, 0, 72, 0, 0], zeros(5), [1], zeros(32)];
  const children = configs(b, boxes(b, at + 78, entry.end), found);
  const depth = b.subarray(at + 74, at + 76);
  const bytes = makeBox(entry.type, ...head, depth, [255, 255], ...children.map(([, made]) => made));
  const scrub = scrubFor(children);
  // Without its configuration nobody knows where the units of a stream begin.
  if (!scrub && /^(avc|hvc|hev|dv)/.test(entry.type)) throw new CleaningError("no_clean_way");
  return { bytes, scrub, frame: 0 };
}

function sound(b: Uint8Array, entry: Box, found: Found): Entry {
  const at = entry.body;
  const kind = u16(b, at + 8);
  const end = at + 28 + (SOUND_EXTRA[kind] ?? 0);
  if (kind > 2 || end > entry.end) throw new CleaningError("broken");
  const head = [zeros(7), [1, 0, kind], zeros(6), b.subarray(at + 16, end)];
  // Which of two channels is left needs no saying.
  const few = u16(b, at + 16) <= 2 && kind < 2;
  const list = boxes(b, end, entry.end).filter(({ type }) => !few || type !== "chan");
  const children = configs(b, list, found);
  const bytes = makeBox(entry.type, ...head, ...children.map(([, made]) => made));
  return { bytes, scrub: null, frame: frameBytes(b, at, kind, entry.type) };
}

type Made = [Box, Uint8Array];

/** The kept ones of the boxes inside an entry; QuickTime puts some of them into `wave`. */
function configs(b: Uint8Array, list: Box[], found: Found): Made[] {
  const made: Made[] = [];
  for (const box of list) {
    const content = b.subarray(box.body, box.end);
    if (box.type === "wave") made.push([box, wave(b, box, found)]);
    else {
      const clean = cleanConfig(box.type, content);
      if (clean) made.push([box, makeBox(box.type, clean)]);
      else if (content.length) found.dropped(box.type, content);
    }
  }
  for (const [box] of made) if (box.type === "esds") checkObject(b.subarray(box.body, box.end));
  return made;
}

function checkObject(esds: Uint8Array): void {
  if (!OBJECTS.test(objectType(esds).toString(16))) throw new CleaningError("no_clean_way");
}

function wave(b: Uint8Array, box: Box, found: Found): Uint8Array {
  const needed = boxes(b, box.body, box.end).filter(({ type }) => /^[\x20-\x7e]{4}$/.test(type));
  const parts = needed.map((child): Uint8Array => {
    if (child.type === "mp4a") return makeBox("mp4a", zeros(4));
    return join(...configs(b, [child], found).map(([, made]) => made));
  });
  return makeBox("wave", ...parts, makeBox("\0\0\0\0"));
}

function scrubFor(children: Made[]): Scrub | null {
  for (const [box, made] of children) {
    const content = made.subarray(8);
    if (box.type === "avcC") return scrubUnits(AVC, avcLength(content));
    if (box.type === "hvcC") return scrubUnits(HEVC, hevcLength(content));
    if (box.type === "av1C") return scrubObus;
    if (box.type === "esds" && objectType(content) === 0x20) return scrubHeaders;
  }
  return null;
}

/** By the fields of the description: sizes in stsz are wrong there in old files. */
function frameBytes(b: Uint8Array, at: number, kind: number, type: string): number {
  if (kind === 1) return u32(b, at + 36) / Math.max(1, u32(b, at + 28));
  if (kind === 2) return u32(b, at + 56);
  const bits = /^[ua]law$/.test(type) ? 8 : u16(b, at + 18);
  return PLAIN_SOUND.test(type) ? (u16(b, at + 16) * bits) / 8 : 0;
}
