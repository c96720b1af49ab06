/**
 * `age1pq1…` to the two public keys inside it: Bech32 (BIP 173) without its length limit.
 *
 * Only the checksum and the alphabet are needed here: a phone reads desks' and writes its mailbox's.
 */
import type { Bytes } from "./bytes.ts";
import { PacketError } from "./packet.ts";

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const PREFIX = "age1pq";
const MLKEM_KEY = 1184;
const X25519_KEY = 32;

/** ML-KEM-768 encapsulation key (1,184 bytes) and X25519 key (32 bytes). */
export interface HybridKey {
  mlkem: Bytes;
  x25519: Bytes;
}

/** Throws PacketError `key_invalid` for anything but one lower-case hybrid recipient. */
export function readRecipient(text: string): HybridKey {
  const words = Array.from(text.slice(PREFIX.length + 1), (c) => ALPHABET.indexOf(c));
  const valid = text.startsWith(`${PREFIX}1`) && !words.includes(-1) && checksum([...expand(PREFIX), ...words]) === 1;
  const key = valid ? regroup(words.slice(0, -6)) : null;
  if (key?.length !== MLKEM_KEY + X25519_KEY) throw new PacketError("key_invalid");
  return { mlkem: key.slice(0, MLKEM_KEY), x25519: key.slice(MLKEM_KEY) };
}

/** The one spelling of 1,216 bytes of public keys. */
export function writeRecipient(keys: Uint8Array): string {
  const words = regroupBits(keys);
  const sum = checksum([...expand(PREFIX), ...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = Array.from({ length: 6 }, (_, n) => (sum >>> (5 * (5 - n))) & 31);
  return `${PREFIX}1${[...words, ...check].map((word) => ALPHABET[word]).join("")}`;
}

/** Eight bits a byte to five bits a word, zeros at the end. */
function regroupBits(keys: Uint8Array): number[] {
  const words: number[] = [];
  let bits = 0;
  let held = 0;
  for (const byte of keys) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) words.push((held >> (bits - 5)) & 31);
  }
  if (bits) words.push((held << (5 - bits)) & 31);
  return words;
}

function expand(prefix: string): number[] {
  const codes = Array.from(prefix, (c) => c.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function checksum(words: number[]): number {
  return words.reduce((sum, word) => {
    const mixed = ((sum & 0x1ffffff) << 5) ^ word;
    return GENERATOR.reduce((acc, term, bit) => ((sum >>> 25 >>> bit) & 1 ? acc ^ term : acc), mixed);
  }, 1);
}

/** Five bits a word to eight bits a byte; null when the bits left over are too many or not zero. */
function regroup(words: number[]): Bytes | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const word of words) {
    held = (held << 5) | word;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(held >> bits);
    held &= (1 << bits) - 1;
  }
  return bits < 5 && held === 0 ? Uint8Array.from(bytes) : null;
}
