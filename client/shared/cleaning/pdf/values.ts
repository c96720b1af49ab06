/**
 * The eight kinds of values that a PDF is made of (ISO 32000-1 §7.3), and little else.
 */
export class Name {
  /** Latin-1, with #xx already decoded. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A string: bytes, whose meaning depends on where it stands. */
export class Text {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export class Ref {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }
}

export class Stream {
  readonly dict: Dict;
  /** As it stands in the file, still encoded. */
  readonly raw: Uint8Array;

  constructor(dict: Dict, raw: Uint8Array) {
    this.dict = dict;
    this.raw = raw;
  }
}

export type Dict = Map<string, Value>;
export type Value = null | boolean | number | Name | Text | Ref | Stream | Dict | Value[];

export const isDict = (value: Value | undefined): value is Dict => value instanceof Map;
export const named = (value: Value | undefined): string => (value instanceof Name ? value.text : "");

/** A stream's dictionary, or the dictionary itself; an empty one for anything else. */
export function dictOf(value: Value | undefined): Dict {
  if (value instanceof Stream) return value.dict;
  return isDict(value) ? value : new Map();
}
