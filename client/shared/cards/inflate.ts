/**
 * Inflating no more than a limit: a bomb ends with the piece that goes beyond it.
 *
 * The browser's own inflater is four times as fast as one in JavaScript, which counts when a
 * hundred thousand cards are opened; older browsers have none, and some let bytes after the end pass.
 */
import { Inflate } from "fflate";
import { type Bytes, concat } from "../crypto/bytes.ts";

const SLICE = 16_384;
/** Three bytes of an empty stream (RFC 1951 §3.2.6), and one too many. */
const TRAILED = Uint8Array.of(3, 0, 0, 7);

let trusted: Promise<boolean> | null = null;

/** What raw deflated data (RFC 1951) holds; null when it is broken, has bytes after its end, or holds more than `most`. */
export async function inflateAtMost(packed: Bytes, most: number): Promise<Bytes | null> {
  trusted ??= isStrict();
  return (await trusted) ? inflateNatively(packed, most) : inflateSlowly(packed, most);
}

async function isStrict(): Promise<boolean> {
  try {
    new DecompressionStream("deflate-raw");
  } catch {
    return false;
  }
  return (await inflateNatively(TRAILED, SLICE)) === null;
}

async function inflateNatively(packed: Bytes, most: number): Promise<Bytes | null> {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const written = writer.write(packed).then(() => writer.close()).catch(() => undefined);
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  const parts: Uint8Array[] = [];
  try {
    for (let size = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      if ((size += value.length) > most) return null;
      parts.push(value);
    }
    await written;
    return concat(...parts);
  } catch {
    return null;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Where fflate's stream is: the input that it has not used up, and how many bits of its first byte it has. */
interface Rest {
  p: Uint8Array;
  s: { p: number };
}

/** As `inflateAtMost`, anywhere. */
export function inflateSlowly(packed: Uint8Array, most: number): Bytes | null {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    size += chunk.length;
    if (size > most) throw new RangeError("too long");
    parts.push(chunk);
  });
  try {
    for (let at = 0; at < packed.length; at += SLICE) {
      stream.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
    }
  } catch {
    return null;
  }
  const { p, s } = stream as unknown as Rest;
  return packed.length === 0 || p.length > (s.p ? 1 : 0) ? null : concat(...parts);
}
