/**
 * Ogg: every stream of a known codec is written with fresh headers, fresh numbers and the pages
 * of its data; streams of other kinds are left out. Links of a chain come one after the other.
 */
import { latin } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { cleanHeaders, headersWhole, type XiphCodec, xiphCodec } from "../codecs/xiph.ts";
import { Found } from "../found.ts";
import { Output } from "../output.ts";
import type { Made } from "../result.ts";
import type { Source } from "../source.ts";
import { zeros } from "../writer.ts";
import { FIRST, LAST, type Page, readPage, writePackets, writePage } from "./page.ts";
import { verifyOgg } from "./verify.ts";

const LONGEST_HEADERS = 4 << 20;
const MOST_STREAMS = 256;
const BATCH = 1 << 20;

interface Stream {
  codec: XiphCodec | null;
  serial: number;
  next: number;
  /** Packets of headers so far, and the start of one that goes on; null once they are written. */
  headers: Uint8Array[] | null;
  open: number[];
  size: number;
}

export async function cleanOgg(source: Source): Promise<Made> {
  const state = new Rewriting(source);
  for (let at = 0; at < source.size; ) {
    const { page, length } = await pageOrEnd(source, at, state.found);
    if (!page) break;
    state.take(page);
    at += length;
  }
  state.flush();
  const { output, found, video } = state;
  if (!output.size) throw new CleaningError("no_clean_way");
  const type = video ? "video/ogg" : "audio/ogg";
  return { output, found, type, extension: video ? "ogv" : "ogg", width: 0, height: 0, verify: verifyOgg };
}

/** A file may be cut off, or have something else after its last page. */
async function pageOrEnd(source: Source, at: number, found: Found): Promise<{ page: Page | null; length: number }> {
  try {
    return await readPage(source, at);
  } catch (error) {
    if (!at) throw error;
    const rest = await source.peek(at, 65536);
    // A hole in the middle is not an end: what comes after it would be lost.
    if (latin(rest, 1, rest.length).includes("OggS\0")) throw error;
    found.dropped("trailer", rest);
    return { page: null, length: 0 };
  }
}

class Rewriting {
  readonly output: Output;
  readonly found = new Found();
  video = false;
  readonly #streams = new Map<number, Stream>();
  #count = 0;
  #batch: Uint8Array[] = [];
  #waiting = 0;

  constructor(source: Source) {
    this.output = new Output(source);
  }

  take(page: Page): void {
    if (page.flags & FIRST) this.#open(page);
    const stream = this.#streams.get(page.serial);
    if (!stream) throw new CleaningError("broken");
    if (!stream.codec) return;
    if (stream.headers) this.#header(stream, stream.codec, stream.headers, page);
    else this.#put(writePage({ ...page, serial: stream.serial }, stream.next++));
    if (page.flags & LAST) this.#streams.delete(page.serial);
  }

  /** Pages are handed over many at once, so that a browser may keep them on disk. */
  flush(): void {
    this.output.keep(new Blob(this.#batch as BlobPart[]));
    this.#batch = [];
    this.#waiting = 0;
  }

  #open(page: Page): void {
    const codec = xiphCodec(page.body);
    if (!codec) this.found.dropped("stream", page.body);
    if (++this.#count > MOST_STREAMS) throw new CleaningError("broken");
    this.video ||= codec?.video ?? false;
    this.#streams.set(page.serial, { codec, serial: this.#count, next: 0, headers: [], open: [], size: 0 });
  }

  #header(stream: Stream, codec: XiphCodec, headers: Uint8Array[], page: Page): void {
    stream.size += page.body.length;
    if (stream.size > LONGEST_HEADERS) throw new CleaningError("broken");
    let at = 0;
    page.lacing.forEach((size, i) => {
      stream.open.push(...page.body.subarray(at, at + size));
      at += size;
      if (size === 255) return;
      headers.push(Uint8Array.from(stream.open));
      stream.open = [];
      if (headersWhole(codec, headers) && i + 1 < page.lacing.length) throw new CleaningError("no_clean_way");
    });
    if (page.flags & FIRST) this.#first(stream, codec, headers);
    if (headersWhole(codec, headers)) this.#rest(stream, codec, headers);
  }

  /** The first pages of all streams come before anything else. */
  #first(stream: Stream, codec: XiphCodec, headers: Uint8Array[]): void {
    const [head] = cleanHeaders(codec, headers);
    const body = head as Uint8Array;
    const first = { flags: FIRST, granule: zeros(8), serial: stream.serial };
    this.#put(writePage({ ...first, lacing: Uint8Array.of(body.length), body }, stream.next++));
  }

  #rest(stream: Stream, codec: XiphCodec, headers: Uint8Array[]): void {
    for (const packet of headers.slice(1)) this.found.dropped("comment", packet.subarray(0, 65536));
    for (const page of writePackets(cleanHeaders(codec, headers).slice(1), stream.serial, stream.next)) {
      this.#put(page);
      stream.next++;
    }
    stream.headers = null;
  }

  #put(page: Uint8Array): void {
    this.#batch.push(page);
    this.#waiting += page.length;
    if (this.#waiting > BATCH) this.flush();
  }
}
