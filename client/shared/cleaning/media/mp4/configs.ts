/**
 * The boxes inside of a sample entry that a decoder needs, each with what its content may be;
 * everything else there is dropped.
 */
import { byte, latin, u16, u32 } from "../../bytes.ts";
import { cleanAvcC, cleanHvcC } from "../codecs/avc.ts";
import { cleanEsds } from "../codecs/esds.ts";
import { cleanAv1C } from "../codecs/obu.ts";
import { join, zeros } from "../writer.ts";

/** The content to keep, or null when there is none. */
type Rule = (b: Uint8Array) => Uint8Array | null;

const exactly = (length: number): Rule => (b) => (b.length >= length ? b.slice(0, length) : null);

/** Keeps `length` bytes, and zeros instead of the rest up to `whole`: reserved room can hide words. */
const padded = (length: number, whole: number): Rule => (b) =>
  b.length === whole ? join(b.subarray(0, length), zeros(whole - length)) : null;

/** The first four bytes name the encoder's vendor. */
const withoutVendor = (length: number): Rule => (b) =>
  b.length >= length ? join(zeros(4), b.subarray(4, length)) : null;

const colours: Rule = (b) => {
  const length = { nclx: 11, nclc: 10 }[latin(b, 0, 4)];
  return length && b.length >= length ? b.slice(0, length) : null;
};

const opus: Rule = (b) => exactly(byte(b, 10) ? 13 + byte(b, 1) : 11)(b);

const channels: Rule = (b) => (b.length === 16 + 20 * u32(b, 12) ? b.slice() : null);

/** Only STREAMINFO, marked as the last block. */
const flac: Rule = (b) =>
  b.length >= 42 && (byte(b, 4) & 127) === 0 && u16(b, 6) === 34
    ? join(zeros(4), [0x80], b.subarray(5, 42))
    : null;

const RULES: Record<string, Rule | undefined> = Object.assign(Object.create(null), {
  avcC: cleanAvcC,
  hvcC: cleanHvcC,
  av1C: cleanAv1C,
  esds: cleanEsds,
  vpcC: (b) => (b.length >= 12 ? join(b.subarray(0, 10), [0, 0]) : null),
  dvcC: padded(5, 24),
  dvvC: padded(5, 24),
  d263: withoutVendor(7),
  damr: withoutVendor(9),
  alac: exactly(28),
  dOps: opus,
  dfLa: flac,
  dac3: exactly(3),
  dec3: (b) => (b.length <= 32 ? b.slice() : null),
  pcmC: exactly(6),
  btrt: exactly(12),
  pasp: exactly(8),
  clap: exactly(32),
  colr: colours,
  fiel: exactly(2),
  mdcv: exactly(24),
  clli: exactly(4),
  chan: channels,
  enda: exactly(2),
  frma: exactly(4),
} satisfies Record<string, Rule>);

/** What of the content of a box of this type is kept, or null for nothing. */
export function cleanConfig(type: string, content: Uint8Array): Uint8Array | null {
  return RULES[type]?.(content) ?? null;
}
