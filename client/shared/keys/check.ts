/**
 * A desk's fingerprint as people compare it: eight everyday words and a symmetric picture.
 *
 * Normative: `docs/formats/keys.md`, *The key check*. Reading words aloud or looking at a picture is
 * what somebody with a poster and no scanner can do.
 */
import words from "key_words:";
import { utf8 } from "../crypto/bytes.ts";

const ROUNDS = 2 ** 17;
const BYTES = 16;
const HALF = 8;

/** 0 empty, 1 disc, 2 triangle, 3 square. */
export type Cell = 0 | 1 | 2 | 3;

export interface KeyCheck {
  /** Eight, in the language of the page. */
  words: string[];
  /** Eight rows of four cells, from the left edge to the middle. */
  rows: Cell[][];
}

/** `fingerprint`: 32 hex digits. Takes a slow phone some tenths of a second, beside the page. */
export async function checkBytes(fingerprint: string): Promise<Uint8Array> {
  const pairs = fingerprint.match(/../g) ?? [];
  const raw = Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveBits"]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt: utf8("hinghoi/v1/key-check"), iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(rule, key, 8 * BYTES));
}

/** The eight words of `list` that these bytes choose. */
export function keyWords(bytes: Uint8Array, list: readonly string[] = words): string[] {
  return Array.from(bytes.subarray(0, HALF), (byte) => list[byte] ?? "");
}

export function pictureRows(bytes: Uint8Array): Cell[][] {
  return Array.from(bytes.subarray(HALF), (byte) => [6, 4, 2, 0].map((shift) => ((byte >> shift) & 3) as Cell));
}

export async function keyCheck(fingerprint: string): Promise<KeyCheck> {
  const bytes = await checkBytes(fingerprint);
  return { words: keyWords(bytes), rows: pictureRows(bytes) };
}
