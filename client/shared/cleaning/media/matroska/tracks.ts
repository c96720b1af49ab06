/**
 * Tracks of Matroska: sound and pictures of known codecs, written anew without names, languages
 * and identifiers.
 */
import { latin } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Scrub } from "../codecs/scrub.ts";
import type { Found } from "../found.ts";
import { ascii } from "../writer.ts";
import { elements, make, makeNumber, number } from "./ebml.ts";
import * as ids from "./ids.ts";
import { cleanPrivate, isKnownCodec } from "./private.ts";

export interface Track {
  number: number;
  video: boolean;
  width: number;
  height: number;
  scrub: Scrub | null;
  bytes: Uint8Array;
}

interface Candidate {
  b: Uint8Array;
  type: number;
  codec: string;
}

/** Tracks are told apart by numbers that say nothing about where they come from. */
const UID = 7000;
const PICTURE = 1;
const SOUND = 2;

/** A child's content, or nothing. */
function child(b: Uint8Array, id: number): Uint8Array {
  const element = elements(b).find((one) => one.id === id);
  return element ? b.subarray(element.body, element.end) : new Uint8Array(0);
}

/** Throws `no_clean_way` when the only sound or picture is of an unknown codec. */
export function readTracks(b: Uint8Array, found: Found): Track[] {
  const all = elements(b)
    .filter(({ id }) => id === ids.TRACK_ENTRY)
    .map(({ body, end }) => candidate(b.subarray(body, end)));
  const kept = all.filter(({ type, codec }) => (type === PICTURE || type === SOUND) && isKnownCodec(codec));
  for (const other of all) {
    if (kept.includes(other)) continue;
    if (other.type <= SOUND && !kept.some(({ type }) => type === other.type)) throw new CleaningError("no_clean_way");
    found.dropped(`stream ${other.codec}`);
  }
  if (!kept.length) throw new CleaningError("no_clean_way");
  return kept.map((one) => readTrack(one, found));
}

const candidate = (b: Uint8Array): Candidate => ({
  b,
  type: number(child(b, ids.TRACK_TYPE)),
  codec: latin(child(b, ids.CODEC_ID), 0, 64).replace(/\0+$/, ""),
});

function readTrack({ b, type, codec }: Candidate, found: Found): Track {
  checkEncodings(b);
  const before = child(b, ids.CODEC_PRIVATE);
  const { bytes, scrub } = cleanPrivate(codec, before);
  if (bytes.length < before.length) found.dropped("encoder", before);
  const track = number(child(b, ids.TRACK_NUMBER));
  if (track < 1 || track > 126) throw new CleaningError("broken");
  const own = [makeNumber(ids.TRACK_NUMBER, track), makeNumber(ids.TRACK_UID, UID + track)];
  const kind = makeNumber(ids.TRACK_TYPE, type);
  const names = [make(ids.LANGUAGE, ascii("und")), make(ids.CODEC_ID, ascii(codec))];
  const secret = bytes.length ? [make(ids.CODEC_PRIVATE, bytes)] : [];
  const video = child(b, ids.VIDEO);
  const shape = type === PICTURE ? picture(video) : make(ids.AUDIO, ...numbers(child(b, ids.AUDIO), ids.AUDIO_NUMBERS));
  const entry = make(ids.TRACK_ENTRY, ...own, ...numbers(b, ids.TRACK_NUMBERS), ...names, kind, ...secret, shape);
  noteNames(b, found);
  const size = { width: number(child(video, ids.WIDTH)), height: number(child(video, ids.HEIGHT)) };
  return { number: track, video: type === PICTURE, ...size, scrub, bytes: entry };
}

/** The elements of these numbers, each of at most eight bytes. */
export function numbers(b: Uint8Array, wanted: number[]): Uint8Array[] {
  return elements(b)
    .filter(({ id, body, end }) => wanted.includes(id) && end - body <= 8)
    .map(({ id, body, end }) => make(id, b.subarray(body, end)));
}

function picture(b: Uint8Array): Uint8Array {
  const colour = child(b, ids.COLOUR);
  const light = numbers(child(colour, ids.MASTERING), ids.MASTERING_NUMBERS);
  const parts = [...numbers(colour, ids.COLOUR_NUMBERS), ...(light.length ? [make(ids.MASTERING, ...light)] : [])];
  return make(ids.VIDEO, ...numbers(b, ids.VIDEO_NUMBERS), ...(parts.length ? [make(ids.COLOUR, ...parts)] : []));
}

/** Compressed or encrypted blocks cannot be looked into. */
function checkEncodings(b: Uint8Array): void {
  const encodings = child(b, ids.ENCODINGS);
  if (!encodings.length) return;
  const encrypted = elements(encodings).some(({ body, end }) => child(encodings.subarray(body, end), ids.ENCRYPTION).length);
  throw new CleaningError(encrypted ? "encrypted" : "no_clean_way");
}

const CODEC_NAME = 0x258688;
const NAME = 0x536e;

function noteNames(b: Uint8Array, found: Found): void {
  if (child(b, NAME).length) found.dropped("title", child(b, NAME));
  if (child(b, CODEC_NAME).length) found.dropped("encoder");
}
