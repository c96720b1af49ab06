/**
 * How a file of a report may be looked at here: only where its first bytes are of the kind that it
 * claims. Everything else is for downloading, because whatever guesses a type can be led to run
 * what it was given as a picture.
 */
import { type Kind, sniff } from "../../../shared/cleaning/sniff.ts";
import { showable } from "../image_type.ts";

export type Look = "picture" | "pages" | "sound" | "film" | "office" | "text";

const OFFICE = /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\.[a-z0-9.+-]+$/;
const WAYS: readonly [Look, claim: RegExp, kinds: readonly (Kind | null)[] | null][] = [
  ["pages", /^application\/pdf$/, ["pdf"]],
  ["film", /^video\/[a-z0-9.+-]+$/, ["mp4", "mov", "3gp", "matroska", "ogg", "m4a"]],
  ["sound", /^audio\/[a-z0-9.+-]+$/, ["m4a", "mp3", "ogg", "wav", "aac", "amr", "flac", "mp4", "3gp", "matroska"]],
  ["office", OFFICE, ["zip"]],
  // Whatever it is, it is shown as letters: the decoder refuses what is none.
  ["text", /^text\/(plain|csv|tab-separated-values)$/, null],
];

/** Null: it is not shown. */
export function lookOf({ type, bytes }: { type: string; bytes: Uint8Array }): Look | null {
  if (showable(type, bytes)) return "picture";
  const way = WAYS.find(([, claim]) => claim.test(type));
  if (!way) return null;
  const [look, , kinds] = way;
  return kinds === null || kinds.includes(sniff(bytes)) ? look : null;
}
