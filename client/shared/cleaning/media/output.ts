/**
 * A new file made of fresh bytes and of references into the original: large media data is never
 * read, only pointed at. Patches change single places of what is pointed at.
 */
import { CleaningError } from "../types.ts";
import type { Source } from "./source.ts";

interface Slice {
  from: number;
  to: number;
}
type Piece = Uint8Array | Blob | Slice;
interface Patch {
  at: number;
  bytes: Uint8Array;
}

/** A reference costs a browser more than a few bytes do: short ones are copied, up to a budget. */
const SHORT = 16 << 10;
const COPIES = 12 << 20;
const MOST_PIECES = 1 << 17;
const MOST_PATCHED = 8 << 20;

export class Output {
  size = 0;
  readonly #source: Source;
  readonly #pieces: Piece[] = [];
  readonly #patches: Patch[] = [];
  #patched = 0;
  #copies = COPIES;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Adds fresh bytes; they may still be changed until the end. */
  put(bytes: Uint8Array): void {
    this.#add(bytes, bytes.length);
  }

  /** Adds fresh bytes that are too many for memory. */
  keep(blob: Blob): void {
    if (blob.size) this.#add(blob, blob.size);
  }

  /** Adds the original's bytes `from` to `to`. */
  copy(from: number, to: number): void {
    if (from < 0 || to > this.#source.size || to < from) throw new CleaningError("broken");
    const last = this.#pieces[this.#pieces.length - 1];
    if (last && "to" in last && last.to === from) {
      last.to = to;
      this.size += to - from;
    } else if (to > from) this.#add({ from, to }, to - from);
  }

  /** Where in the original the first copied byte lies. */
  get first(): number {
    const slice = this.#pieces.find((piece) => "to" in piece) as Slice | undefined;
    return slice?.from ?? 0;
  }

  /** Wherever the original's byte `at` was copied to, `bytes` stand from there. */
  patch(at: number, bytes: Uint8Array): void {
    this.#patched += bytes.length;
    if (this.#patched > MOST_PATCHED) throw new CleaningError("no_clean_way");
    this.#patches.push({ at, bytes });
  }

  async blob(type: string): Promise<Blob> {
    this.#patches.sort((a, b) => a.at - b.at);
    const parts: BlobPart[] = [];
    for (const piece of this.#pieces) {
      if ("to" in piece) await this.#cut(piece, parts);
      else parts.push(piece as BlobPart);
      if (parts.length > MOST_PIECES) throw new CleaningError("too_large");
    }
    return new Blob(parts, { type });
  }

  #add(piece: Piece, length: number): void {
    if (this.#pieces.length >= MOST_PIECES) throw new CleaningError("too_large");
    this.#pieces.push(piece);
    this.size += length;
  }

  /** One slice, cut where patches lie in it. */
  async #cut({ from, to }: Slice, parts: BlobPart[]): Promise<void> {
    let at = from;
    for (let i = this.#firstFrom(from); i < this.#patches.length; i++) {
      const patch = this.#patches[i] as Patch;
      if (patch.at >= to) break;
      if (patch.at < at || patch.at + patch.bytes.length > to) throw new CleaningError("broken");
      await this.#refer(at, patch.at, parts);
      parts.push(patch.bytes as BlobPart);
      at = patch.at + patch.bytes.length;
    }
    await this.#refer(at, to, parts);
  }

  #firstFrom(from: number): number {
    let [low, high] = [0, this.#patches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#patches[middle] as Patch).at < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #refer(from: number, to: number, parts: BlobPart[]): Promise<void> {
    const length = to - from;
    if (!length) return;
    if (length > SHORT || length > this.#copies) {
      parts.push(this.#source.file.slice(from, to));
      return;
    }
    this.#copies -= length;
    parts.push((await this.#source.bytes(from, length)).slice() as BlobPart);
  }
}
