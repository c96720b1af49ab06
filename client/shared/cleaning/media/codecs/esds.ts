/**
 * Elementary stream descriptors (ISO/IEC 14496-1 §7.2.6.5) written anew around the one thing that
 * a decoder needs, its own configuration.
 */
import { byte } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { type Bytes, join } from "../writer.ts";
import { cleanHeaders } from "./mpeg4.ts";

const MPEG4_VIDEO = 0x20;
const LONGEST = 1024;

interface Descriptor {
  tag: number;
  body: number;
  end: number;
}

function descriptors(b: Uint8Array, from: number, to: number): Descriptor[] {
  const all: Descriptor[] = [];
  for (let at = from; at + 2 <= to; ) {
    const tag = byte(b, at++);
    let length = 0;
    for (let i = 0; i < 4; i++) {
      const value = byte(b, at++);
      length = length * 128 + (value & 127);
      if (value < 128) break;
    }
    if (at + length > to) throw new CleaningError("broken");
    all.push({ tag, body: at, end: at + length });
    at += length;
  }
  return all;
}

function decoderConfig(b: Uint8Array): Descriptor {
  const [stream] = descriptors(b, 4, b.length);
  if (stream?.tag !== 3) throw new CleaningError("broken");
  const mode = byte(b, stream.body + 2);
  const skip = 3 + (mode & 0x80 ? 2 : 0) + (mode & 0x40 ? 1 + byte(b, stream.body + 3) : 0);
  const after = stream.body + skip + (mode & 0x20 ? 2 : 0);
  const config = descriptors(b, after, stream.end).find(({ tag }) => tag === 4);
  if (!config) throw new CleaningError("broken");
  return config;
}

/** What kind of stream it says it is (the registry of objectTypeIndication). */
export const objectType = (b: Uint8Array): number => byte(b, decoderConfig(b).body);

const descriptor = (tag: number, ...parts: Bytes[]): Uint8Array => {
  const body = join(...parts);
  return join([tag, 0x80, 0x80, 0x80 | (body.length >> 7), body.length & 127], body);
};

/** The content of an esds box, version and flags included. */
export function cleanEsds(b: Uint8Array): Uint8Array {
  const config = decoderConfig(b);
  const fixed = b.subarray(config.body, config.body + 13);
  const specific = descriptors(b, config.body + 13, config.end).find(({ tag }) => tag === 5);
  const bytes = specific ? b.subarray(specific.body, specific.end) : new Uint8Array(0);
  if (bytes.length > LONGEST) throw new CleaningError("no_clean_way");
  const clean = fixed[0] === MPEG4_VIDEO ? cleanHeaders(bytes) : bytes;
  const inner = specific ? descriptor(5, clean) : [];
  return join([0, 0, 0, 0], descriptor(3, [0, 0, 0], descriptor(4, fixed, inner), descriptor(6, [2])));
}
