/** How much goes into one request: as much as the network of this minute carries without tears. */
import { CHUNK_FAST, CHUNK_MAX, CHUNK_MIN, CHUNK_SLOW, CHUNK_START } from "./tuning.ts";

export class ChunkSize {
  #bytes = CHUNK_START;
  #ceiling = CHUNK_MAX;

  get bytes(): number {
    return this.#bytes;
  }

  /** A whole chunk arrived in `ms`. */
  passed(ms: number): void {
    if (ms < CHUNK_FAST) this.#set(this.#bytes * 2);
    if (ms > CHUNK_SLOW) this.#set(this.#bytes / 2);
  }

  /** A chunk was lost: half as much is lost next time. */
  lost(): void {
    this.#set(this.#bytes / 2);
  }

  /** Refused as too large; false when there is no smaller one to try. */
  refused(limit: number | null): boolean {
    const before = this.#bytes;
    this.#ceiling = Math.max(CHUNK_MIN, Math.min(limit ?? before / 2, before / 2));
    this.#set(this.#ceiling);
    return this.#bytes < before;
  }

  #set(bytes: number): void {
    this.#bytes = Math.floor(Math.min(this.#ceiling, Math.max(CHUNK_MIN, bytes)));
  }
}
