/**
 * The last word on a rewritten Ogg file: pages with right checksums, numbered without gaps, whose
 * streams are of known codecs and whose comments say nothing.
 */
import { byte, latin, le32 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { headersWhole, isNothing, type XiphCodec, xiphCodec } from "../codecs/xiph.ts";
import type { Source } from "../source.ts";
import { checksum } from "./page.ts";

interface Seen {
  codec: XiphCodec;
  next: number;
  headers: Uint8Array[];
  open: Uint8Array;
}

export async function verifyOgg(source: Source): Promise<void> {
  const streams = new Map<number, Seen>();
  for (let at = 0; at < source.size; ) {
    const lacing = byte(await source.bytes(at, 27), 26);
    const size = (await source.bytes(at + 27, lacing)).reduce((sum, one) => sum + one, 27 + lacing);
    const page = (await source.bytes(at, size)).slice();
    const stated = le32(page, 22);
    page.fill(0, 22, 26);
    if (latin(page, 0, 5) !== "OggS\0" || checksum(page) !== stated) fail();
    readPackets(streams, page, lacing);
    at += size;
  }
  for (const { codec, headers } of streams.values()) if (!headersWhole(codec, headers)) fail();
}

function readPackets(streams: Map<number, Seen>, page: Uint8Array, lacing: number): void {
  const serial = le32(page, 14);
  const body = page.subarray(27 + lacing);
  if (byte(page, 5) & 2) {
    const codec = xiphCodec(body);
    if (!codec || streams.has(serial)) return fail();
    streams.set(serial, { codec, next: 0, headers: [], open: new Uint8Array(0) });
  }
  const seen = streams.get(serial);
  if (!seen || le32(page, 18) !== seen.next++) return fail();
  let at = 0;
  for (const size of page.subarray(27, 27 + lacing)) {
    if (headersWhole(seen.codec, seen.headers)) return;
    seen.open = Uint8Array.of(...seen.open, ...body.subarray(at, at + size));
    at += size;
    if (size < 255) packet(seen);
  }
}

function packet(seen: Seen): void {
  seen.headers.push(seen.open);
  if (seen.headers.length === 2 && !isNothing(seen.codec, seen.open)) fail();
  seen.open = new Uint8Array(0);
}

function fail(): never {
  throw new CleaningError("not_clean");
}
