/**
 * Which codecs of Matroska are known (RFC 9559 §5.1.4.1.21 and its codec mappings), what of each
 * one's private data is kept, and which samples have to be looked through.
 */
import { byte, latin, le16, u16 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { avcLength, cleanAvcC, cleanHvcC, hevcLength } from "../codecs/avc.ts";
import { cleanHeaders as cleanMpeg4, scrubHeaders } from "../codecs/mpeg4.ts";
import { AVC, HEVC, scrubStarts, scrubUnits } from "../codecs/nal.ts";
import { cleanAv1C, scrubObus } from "../codecs/obu.ts";
import type { Scrub } from "../codecs/scrub.ts";
import { cleanHeaders as cleanXiph, xiphCodec } from "../codecs/xiph.ts";
import { join } from "../writer.ts";

const LONGEST = 1 << 20;

interface Codec {
  private: (b: Uint8Array) => Uint8Array;
  scrub: (clean: Uint8Array) => Scrub | null;
}

/** Recorders that leave the configuration out write start codes instead of lengths. */
const scrubNal = (codec: typeof AVC, b: Uint8Array, length: (b: Uint8Array) => number): Scrub =>
  b.length ? scrubUnits(codec, length(b)) : scrubStarts(codec);

const none = (): null => null;
const upTo =
  (length: number) =>
  (b: Uint8Array): Uint8Array => {
    if (b.length > length) throw new CleaningError("no_clean_way");
    return b;
  };
const plain = (length: number): Codec => ({ private: upTo(length), scrub: none });

/** STREAMINFO alone, marked as the last block. */
function flac(b: Uint8Array): Uint8Array {
  if (latin(b, 0, 4) !== "fLaC" || byte(b, 4) & 127 || u16(b, 6) !== 34) throw new CleaningError("broken");
  return join(b.subarray(0, 4), [0x80], b.subarray(5, 42));
}

/** Three headers of Vorbis or Theora after their lengths (Xiph's lacing). */
function laced(b: Uint8Array): Uint8Array {
  if (b.length > LONGEST || b[0] !== 2) throw new CleaningError("broken");
  const ends: number[] = [];
  let at = 1;
  for (let total = 0; ends.length < 2; at++) {
    total += byte(b, at);
    if (byte(b, at) < 255) ends.push(total);
    if (at > b.length) throw new CleaningError("broken");
  }
  const [one = 0, two = 0] = ends;
  const packets = [b.subarray(at, at + one), b.subarray(at + one, at + two), b.subarray(at + two)];
  const codec = xiphCodec(packets[0] as Uint8Array);
  if (!codec) throw new CleaningError("broken");
  const clean = cleanXiph(codec, packets);
  const lengths = clean.slice(0, 2).map(({ length }) => length);
  return join([2], lengths, ...clean);
}

/** Windows' descriptions of sound: 18 bytes, and as many as they say. */
function wave(b: Uint8Array): Uint8Array {
  return upTo(52)(b.subarray(0, 18 + le16(b, 16)));
}

const CODECS: [RegExp, Codec][] = [
  [/^V_MPEG4\/ISO\/AVC$/, { private: cleanAvcC, scrub: (b) => scrubNal(AVC, b, avcLength) }],
  [/^V_MPEGH\/ISO\/HEVC$/, { private: cleanHvcC, scrub: (b) => scrubNal(HEVC, b, hevcLength) }],
  [/^V_AV1$/, { private: cleanAv1C, scrub: () => scrubObus }],
  [/^V_MPEG4\/ISO\/(SP|ASP|AP)$/, { private: cleanMpeg4, scrub: () => scrubHeaders }],
  [/^V_VP[89]$/, plain(32)],
  [/^(V_THEORA|A_VORBIS)$/, { private: laced, scrub: none }],
  [/^A_OPUS$/, { private: (b) => b.subarray(0, byte(b, 18) ? 21 + byte(b, 9) : 19), scrub: none }],
  [/^A_FLAC$/, { private: flac, scrub: none }],
  [/^A_AAC/, plain(64)],
  [/^A_(MPEG\/L[123]|AC3|EAC3|DTS|PCM\/(INT\/(LIT|BIG)|FLOAT\/IEEE))$/, plain(0)],
  [/^A_ALAC$/, { private: (b) => b.subarray(0, 24), scrub: none }],
  [/^A_MS\/ACM$/, { private: wave, scrub: none }],
];

export const isKnownCodec = (id: string): boolean => CODECS.some(([pattern]) => pattern.test(id));

/** The private data to write, and how samples are looked through. */
export function cleanPrivate(id: string, b: Uint8Array): { bytes: Uint8Array; scrub: Scrub | null } {
  const codec = CODECS.find(([pattern]) => pattern.test(id))?.[1];
  if (!codec || b.length > LONGEST) throw new CleaningError("no_clean_way");
  const bytes = b.length ? codec.private(b) : b;
  return { bytes, scrub: codec.scrub(bytes) };
}
