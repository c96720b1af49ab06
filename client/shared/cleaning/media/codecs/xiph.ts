/**
 * The headers of Vorbis, Opus, Theora, Speex and FLAC in Ogg or Matroska (Vorbis I §4.2, §5; RFC
 * 7845 §5; RFC 9639 §10.1), with comments that say nothing.
 */
import { byte, latin, u16 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { ascii, join, le } from "../writer.ts";

export interface XiphCodec {
  name: "vorbis" | "opus" | "theora" | "speex" | "flac";
  video: boolean;
  /** How many packets come before the stream; for FLAC the last of them says so itself. */
  headers: number;
}

const CODECS: [RegExp, XiphCodec][] = [
  [/^\x01vorbis/, { name: "vorbis", video: false, headers: 3 }],
  [/^OpusHead/, { name: "opus", video: false, headers: 2 }],
  [/^\x80theora/, { name: "theora", video: true, headers: 3 }],
  [/^Speex {3}/, { name: "speex", video: false, headers: 2 }],
  [/^\x7fFLAC\x01/, { name: "flac", video: false, headers: 0 }],
];

/** Which codec a stream's first packet starts, or null. */
export const xiphCodec = (first: Uint8Array): XiphCodec | null =>
  CODECS.find(([pattern]) => pattern.test(latin(first, 0, 16)))?.[1] ?? null;

const NOTHING = [...le(1, 4), 0x2d, ...le(0, 4)];

const COMMENTS: Record<XiphCodec["name"], Uint8Array> = {
  vorbis: join(ascii("\x03vorbis"), NOTHING, [1]),
  opus: join(ascii("OpusTags"), NOTHING),
  theora: join(ascii("\x81theora"), NOTHING),
  speex: Uint8Array.from(NOTHING),
  flac: join([0x84, 0, 0, NOTHING.length], NOTHING),
};

/** Whether these packets are all headers of the stream. */
export function headersWhole({ name, headers }: XiphCodec, packets: Uint8Array[]): boolean {
  const last = packets[packets.length - 1];
  if (name !== "flac") return packets.length === headers;
  return packets.length > 1 && last !== undefined && byte(last, 0) >= 0x80;
}

/** The headers to write instead of those read. Throws CleaningError `broken`. */
export function cleanHeaders({ name }: XiphCodec, packets: Uint8Array[]): Uint8Array[] {
  const [first, , setup] = packets;
  if (!first) throw new CleaningError("broken");
  const head = exact(name, first);
  const tables = (name === "vorbis" || name === "theora") && setup ? [setup] : [];
  if (tables.some((table) => !/^[\x05\x82](vorbis|theora)/.test(latin(table, 0, 7)))) throw new CleaningError("broken");
  return [head, COMMENTS[name], ...tables];
}

/** The first packet at exactly its length; Speex writes the name of its version there. */
function exact(name: XiphCodec["name"], first: Uint8Array): Uint8Array {
  const lengths = { vorbis: 30, opus: opusLength(first), theora: 42, speex: 80, flac: 51 };
  if (first.length < lengths[name]) throw new CleaningError("broken");
  const head = first.slice(0, lengths[name]);
  if (name === "speex") head.fill(0, 8, 28);
  if (name === "flac") {
    head.set([0, 1], 7);
    head[13] = 0;
    if (u16(head, 15) !== 34) throw new CleaningError("broken");
  }
  return head;
}

const opusLength = (b: Uint8Array): number => (byte(b, 18) ? 21 + byte(b, 9) : 19);

/** Whether a packet is the one comment that this writes. */
export const isNothing = ({ name }: XiphCodec, packet: Uint8Array): boolean =>
  latin(packet, 0, 64) === latin(COMMENTS[name], 0, 64);
