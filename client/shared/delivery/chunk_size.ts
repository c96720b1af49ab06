/** How much goes into one request: as much as the network of this minute carries without tears. */
import { CHUNK_FAST, CHUNK_MAX, CHUNK_MIN, CHUNK_SLOW, CHUNK_START } from "./tuning.ts";

export class ChunkSize {
  private current = CHUNK_START;
  private ceiling = CHUNK_MAX;

  get bytes(): number {
    return this.current;
  }

  /** A whole chunk arrived in `ms`. */
  passed(ms: number): void {
    if (ms < CHUNK_FAST) this.set(this.current * 2);
    if (ms > CHUNK_SLOW) this.set(this.current / 2);
  }

  /** A chunk was lost: half as much is lost next time. */
  lost(): void {
    this.set(this.current / 2);
  }

  /** Refused as too large; false when there is no smaller one to try. */
  refused(limit: number | null): boolean {
    const before = this.current;
    this.ceiling = Math.max(CHUNK_MIN, Math.min(limit ?? before / 2, before / 2));
    this.set(this.ceiling);
    return this.current < before;
  }

  private set(bytes: number): void {
    this.current = Math.floor(Math.min(this.ceiling, Math.max(CHUNK_MIN, bytes)));
  }
}
