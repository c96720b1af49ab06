/**
 * A GIF, animated or not, without anything but what draws it: pixels as they are, and the blocks
 * around them written anew, so that neither spare bits nor spare bytes stay.
 */
import { ascii, byte, joined, latin } from "./bytes.ts";
import { GIF_DRAWN, gifParts } from "./gif.ts";
import { verifyGif } from "./verify_gif.ts";

/** Null when it is cut off or holds no picture. Throws CleaningError. */
export function cleanGifBytes(b: Uint8Array): Uint8Array | null {
  const pieces: (Uint8Array | number[])[] = [];
  let control: number[] = [];
  let loops = false;
  let drawn = false;
  for (const { id, start, body, end } of gifParts(b)) {
    if (id === "cut") return null;
    if (id === "g0") pieces.push(header(b, end));
    if (id === "g21f9") control = [0x21, 0xf9, 4, byte(b, body + 1) & 31, ...b.subarray(body + 2, body + 5), 0];
    // What controls how a text is drawn goes with the text.
    if (id === "g211") control = [];
    if (!loops && GIF_DRAWN.test(id + latin(b, body, end)) && id === "g21ff") {
      loops = true;
      pieces.push([0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, byte(b, body + 14), byte(b, body + 15), 0]);
    }
    if (id === "g2c") {
      pieces.push(control, image(b.slice(start, end)));
      control = [];
      drawn = true;
    }
  }
  const result = joined([...pieces, [0x3b]]);
  if (drawn) verifyGif(result);
  return drawn ? result : null;
}

/** Without the aspect ratio, which nobody obeys. */
function header(b: Uint8Array, end: number): Uint8Array {
  const copy = b.slice(0, end);
  copy[12] = 0;
  return copy;
}

/** Without the descriptor's two reserved bits (§20). */
function image(copy: Uint8Array): Uint8Array {
  copy[9] = byte(copy, 9) & 0xe7;
  return copy;
}
