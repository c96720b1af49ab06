/**
 * EBML elements (RFC 8794 §4 to §6) read out of a source and put together.
 */
import { byte } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Source } from "../source.ts";
import { be, type Bytes, join } from "../writer.ts";

export interface Element {
  id: number;
  start: number;
  body: number;
  /** Infinity when the element does not state its size. */
  end: number;
}

/** The length of the number at the start of `b` by its leading zeros, 1 to 8, or 9. */
const width = (b: Uint8Array): number => Math.clz32(byte(b, 0) << 24) + 1;

/** A variable number without its marker; Infinity for "unknown", which is all ones. */
export function vint(b: Uint8Array): { value: number; width: number } {
  const length = width(b);
  if (length > 8 || length > b.length) throw new CleaningError("broken");
  const first = byte(b, 0) & (0xff >> length);
  let value = first;
  let ones = first === 0xff >> length;
  for (const next of b.subarray(1, length)) {
    value = value * 256 + next;
    ones &&= next === 255;
  }
  return { value: ones ? Number.POSITIVE_INFINITY : value, width: length };
}

/** The element at `at`, or null where the bytes do not start one. */
export async function elementAt(source: Source, at: number): Promise<Element | null> {
  return parse(await source.peek(at, 12), at);
}

function parse(b: Uint8Array, at: number): Element | null {
  const idWidth = width(b);
  if (idWidth > 4 || b.length <= idWidth || width(b.subarray(idWidth)) > Math.min(8, b.length - idWidth)) return null;
  const id = b.subarray(0, idWidth).reduce((sum, next) => sum * 256 + next, 0);
  const size = vint(b.subarray(idWidth));
  const body = at + idWidth + size.width;
  return { id, start: at, body, end: body + size.value };
}

/** The elements that fill `b`, with places in it. Throws CleaningError `broken`. */
export function elements(b: Uint8Array): Element[] {
  const all: Element[] = [];
  for (let at = 0; at < b.length; ) {
    const element = parse(b.subarray(at, at + 12), at);
    if (!element || element.end > b.length) throw new CleaningError("broken");
    all.push(element);
    at = element.end;
  }
  return all;
}

const idBytes = (id: number): number[] => be(id, id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);

/** A size in eight bytes, which any size fits. */
const size8 = (size: number): number[] => [1, ...be(size, 7)];

export const headerOf = (id: number, size: number): Uint8Array => join(idBytes(id), size8(size));

export function make(id: number, ...parts: Bytes[]): Uint8Array {
  const body = join(...parts);
  const size = body.length < 127 ? [0x80 | body.length] : size8(body.length);
  return join(idBytes(id), size, body);
}

export const number = (b: Uint8Array): number => b.subarray(0, 8).reduce((sum, next) => sum * 256 + next, 0);

/** A whole number in as few bytes as it needs. */
export function makeNumber(id: number, value: number): Uint8Array {
  let size = 1;
  while (value >= 256 ** size) size++;
  return make(id, be(value, size));
}
