/**
 * Which blocks to put together: every change of a case adds a block of one card, and thousands of
 * small ones would make every first opening slow. Neighbours only, as the server wants them.
 */
import type { Sealed } from "./store.ts";

/** As much of a block as matters here. */
export type Known = Pick<Sealed, "number" | "key" | "count">;

/** Fewer cards than this make a block small. */
const SMALL = 200;
/** So many small neighbours are worth the work. */
export const MANY = 64;
/** What a full block has: about 100 KB sealed, which opens in some milliseconds. */
const FULL = 500;
const MOST = 2_048;

/** The numbers of neighbours to gather, lowest first; null when there is nothing to do. `newest`: the key of now. */
export function choose(blocks: readonly Known[], newest: string): number[] | null {
  const old = (run: readonly Known[]): boolean => run.some(({ key }) => key !== newest);
  const found = runs(blocks, ({ count, key }) => count < SMALL || key !== newest);
  const worth = found.find((run) => run.length >= MANY) ?? found.find((run) => run.length > 1 && old(run));
  return worth?.map(({ number }) => number) ?? null;
}

/** Neighbours that may be gathered, each run as long as one block can be. */
function runs(blocks: readonly Known[], may: (block: Known) => boolean): Known[][] {
  const all: Known[][] = [[]];
  let cards = 0;
  for (const block of [...blocks].sort((a, b) => a.number - b.number)) {
    cards += block.count;
    const run = all.at(-1)!;
    if (may(block) && cards <= FULL && run.length < MOST) {
      run.push(block);
    } else {
      all.push(may(block) ? [block] : []);
      cards = may(block) ? block.count : 0;
    }
  }
  return all;
}
