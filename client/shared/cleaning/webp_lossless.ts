/**
 * A WebP, animated or not, without anything but what draws it (RFC 9649 §2): frames as they are,
 * flags that tell the truth, and a known colour space in place of the original profile.
 */
import { ascii, byte, joined, le32, long, type Part } from "./bytes.ts";
import { canonicalProfile } from "./icc.ts";
import { chunksIn, webpParts } from "./webp.ts";
import { verifyWebp } from "./verify_webp.ts";

const FRAME = /^(ALPH|VP8[ L])$/;
const ALPHA_AND_ANIMATION = 0x12;

/** Null when it is cut off or holds no picture. Throws CleaningError. */
export function cleanWebpBytes(b: Uint8Array): Uint8Array | null {
  const parts = [...webpParts(b)].filter(({ id }) => id !== "trailer");
  const icc = parts.find(({ id }) => id === "ICCP");
  const profile = icc && canonicalProfile(b.subarray(icc.body, icc.end));
  const pieces = parts.flatMap((part) => kept(b, part, profile ?? null));
  if (8 + le32(b, 4) > b.length || !parts.some(({ id }) => /^(VP8[ L]|ANMF)$/.test(id))) return null;
  const body = joined(pieces);
  const result = joined([ascii("RIFF"), little(4 + body.length), ascii("WEBP"), body]);
  verifyWebp(result);
  return result;
}

function kept(b: Uint8Array, part: Part, profile: Uint8Array | null): (Uint8Array | number[])[] {
  const { id, body } = part;
  if (FRAME.test(id)) return chunk(id, content(b, part));
  if (id === "ANIM") return chunk(id, b.subarray(body, body + 6));
  if (id === "ANMF") return chunk(id, animationFrame(b, part));
  if (id !== "VP8X") return [];
  const flags = (byte(b, body) & ALPHA_AND_ANIMATION) | (profile ? 0x20 : 0);
  const header = chunk(id, joined([[flags, 0, 0, 0], b.subarray(body + 4, body + 10)]));
  return profile ? [...header, ...chunk("ICCP", profile)] : header;
}

/** A frame's place and time, and only the chunks that draw it. */
function animationFrame(b: Uint8Array, { body, end }: Part): Uint8Array {
  const head = b.slice(body, body + 16);
  head[15] = byte(head, 15) & 3;
  const inside = [...chunksIn(b, body + 16, end)].filter(({ id }) => FRAME.test(id));
  return joined([head, ...inside.flatMap((part) => chunk(part.id, content(b, part)))]);
}

const content = (b: Uint8Array, { start, body }: Part): Uint8Array =>
  b.subarray(body, body + le32(b, start + 4));
const little = (value: number): number[] => long(value).reverse();

function chunk(id: string, payload: Uint8Array): (Uint8Array | number[])[] {
  return [ascii(id), little(payload.length), payload, payload.length & 1 ? [0] : []];
}
