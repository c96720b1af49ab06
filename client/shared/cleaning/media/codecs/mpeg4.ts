/**
 * MPEG-4 part 2 pictures (ISO/IEC 14496-2 §6.2.2): encoders sign with user data between headers.
 */
import { byte } from "../../bytes.ts";
import { overwrite, type Scrub } from "./scrub.ts";

const USER_DATA = 0xb2;
const PICTURE = 0xb6;
/** Headers before a picture are short. */
const HEAD = 4096;

/** The same headers with what encoders wrote into them overwritten; nothing moves. */
export function cleanHeaders(b: Uint8Array): Uint8Array {
  const clean = b.slice();
  let user = false;
  for (let at = 0; at < b.length; at++) {
    const code = at + 3 < b.length && !b[at] && !b[at + 1] && b[at + 2] === 1 ? byte(b, at + 3) : -1;
    if (code === PICTURE) break;
    if (code >= 0) {
      user = code === USER_DATA;
      at += 3;
    } else if (user) clean[at] = 0xff;
  }
  return clean;
}

export const scrubHeaders: Scrub = async (place, at, end) => {
  const before = await place.source.bytes(at, Math.min(HEAD, end - at));
  overwrite(place, at, cleanHeaders(before), before);
};
