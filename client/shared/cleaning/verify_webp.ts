/**
 * The last word on a cleaned WebP: the chunks that draw, in the only order allowed (RFC 9649 §2.7),
 * no flag, padding or length that holds anything else. It walks by rules of its own.
 */
import { byte, latin, le32 } from "./bytes.ts";
import { isCanonicalProfile } from "./icc.ts";
import { CleaningError } from "./types.ts";

const FILE = /^(VP8X (ICCP )?(ANIM (ANMF )+|(ALPH VP8 |VP8 |VP8L )))$|^(VP8 |VP8L )$/;
const FRAME = /^(ALPH VP8 |VP8 |VP8L )$/;

/** Throws CleaningError `not_clean`. */
export function verifyWebp(b: Uint8Array): void {
  const riff = /^RIFF[^]{4}WEBP/.test(latin(b, 0, 12)) && 8 + le32(b, 4) === b.length;
  if (!riff || !FILE.test(order(b, 12, b.length))) throw new CleaningError("not_clean");
}

/** The names of chunks that fill this range exactly, or nothing when one is not as it should be. */
function order(b: Uint8Array, from: number, to: number): string {
  let at = from;
  let names = "";
  while (at < to) {
    const id = latin(b, at, at + 4);
    const length = le32(b, at + 4);
    const end = at + 8 + length;
    if (end > to || (length & 1 && (end === to || b[end])) || !holds(b, id, at + 8, end)) return "";
    names += `${id.trimEnd()} `;
    at = end + (length & 1);
  }
  return names;
}

function holds(b: Uint8Array, id: string, body: number, end: number): boolean {
  if (id === "VP8X") return end - body === 10 && !(byte(b, body) & ~0x32) && !(le32(b, body) >>> 8);
  if (id === "ICCP") return isCanonicalProfile(b.subarray(body, end));
  if (id === "ANIM") return end - body === 6;
  if (id === "ANMF") return byte(b, body + 15) < 4 && FRAME.test(order(b, body + 16, end));
  return id === "ALPH" || id === "VP8 " || id === "VP8L";
}
