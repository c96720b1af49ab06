/**
 * A file of any size read through a small window: whatever its size, memory stays small, and what
 * lies outside of the file is told as `broken`, so that no reader checks bounds on its own.
 */
import { CleaningError } from "../types.ts";

const WINDOW = 128 << 10;
/** The largest piece that anybody may ask for at once. */
const LARGEST = 32 << 20;

export class Source {
  readonly file: Blob;
  readonly size: number;
  #start = 0;
  #window: Uint8Array = new Uint8Array(0);

  constructor(file: Blob) {
    this.file = file;
    this.size = file.size;
  }

  /** Exactly `length` bytes from `at`. Throws CleaningError `broken` when they are not there. */
  async bytes(at: number, length: number): Promise<Uint8Array> {
    if (!(at >= 0 && length >= 0 && at + length <= this.size)) throw new CleaningError("broken");
    if (length > LARGEST) throw new CleaningError("too_large");
    return this.peek(at, length);
  }

  /** Up to `length` bytes from `at`: fewer at the end of the file. Later calls leave them alone. */
  async peek(at: number, length: number): Promise<Uint8Array> {
    const end = Math.min(at + length, this.size);
    if (at < this.#start || end > this.#start + this.#window.length) {
      this.#window = await this.#load(at, Math.max(end, Math.min(at + WINDOW, this.size)));
      this.#start = at;
    }
    return this.#window.subarray(at - this.#start, Math.max(at, end) - this.#start);
  }

  async #load(from: number, to: number): Promise<Uint8Array> {
    return new Uint8Array(await this.file.slice(from, Math.max(from, to)).arrayBuffer());
  }
}
