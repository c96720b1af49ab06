/**
 * The last word on a cleaned GIF: a header, loops in one form, controls each with its image, the
 * end, and not a byte or a bit beside them. It walks by rules of its own.
 */
import { byte, latin } from "./bytes.ts";
import { CleaningError } from "./types.ts";

const LOOPS = /^!\xff\x0bNETSCAPE2\.0\x03\x01[^]{2}\0/;
const CONTROL = /^!\xf9\x04[\0-\x1f][^]{3}\0/;
const ORDER = /^(L?C?I)+$|^(C?I)+L?(C?I)*$/;

/** Throws CleaningError `not_clean`. */
export function verifyGif(b: Uint8Array): void {
  let order = "";
  let at = /^GIF8[79]a[^]{6}\0/.test(latin(b, 0, 13)) ? 13 + table(byte(b, 10)) : b.length;
  for (let next = at; at < b.length - 1; at = next) {
    const head = latin(b, at, at + 19);
    if (CONTROL.test(head)) [order, next] = [`${order}C`, at + 8];
    else if (LOOPS.test(head)) [order, next] = [`${order}L`, at + 19];
    else if (b[at] === 0x2c && !(byte(b, at + 9) & 0x18)) [order, next] = [`${order}I`, imageEnd(b, at)];
    else break;
  }
  const whole = at === b.length - 1 && b[at] === 0x3b && order.lastIndexOf("L") === order.indexOf("L");
  if (!whole || !ORDER.test(order)) throw new CleaningError("not_clean");
}

const table = (flags: number): number => (flags > 127 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function imageEnd(b: Uint8Array, from: number): number {
  let at = from + 11 + table(byte(b, from + 9));
  for (let size = byte(b, at); size && at < b.length; size = byte(b, at)) at += size + 1;
  return at + 1;
}
