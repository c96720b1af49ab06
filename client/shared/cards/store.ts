/** What is kept of a desk's cases on this device, all of it sealed; a device that keeps nothing works, too. */
import type { Bytes } from "../crypto/bytes.ts";
import { destroy, run, type StoredBlock } from "./database.ts";

export interface Sealed {
  number: number;
  key: string;
  count: number;
  file: Bytes;
}

/** All that was in memory at some time, in pieces; `id` is another one for each. */
export interface SealedSnapshot {
  key: string;
  id: string;
  pieces: Bytes[];
}

export interface Kept {
  blocks: Sealed[];
  rows: Sealed[];
  after: number;
}

/** What one round of changes brought; `rows` are workflow, sealed here. */
export interface Round {
  blocks: readonly Sealed[];
  rows: Omit<Sealed, "number"> | null;
  after: number;
}

export interface Store {
  /** What is newer than change `after`. */
  load(after?: number): Promise<Kept>;
  snapshot(): Promise<SealedSnapshot | null>;
  /** Puts it in the place of the one before. */
  keepSnapshot(snapshot: SealedSnapshot): Promise<void>;
  keep(round: Round): Promise<void>;
  block(number: number): Promise<Sealed | null>;
  /** Puts `one` in the place of the blocks, or the rows, with these numbers. */
  gather(what: "blocks" | "rows", numbers: readonly number[], one: Sealed): Promise<void>;
  /** The server has this block no more, and nothing stands for it. */
  drop(number: number): Promise<void>;
  views(): Promise<SealedViews | null>;
  keepViews(views: SealedViews): Promise<void>;
}

export type SealedViews = Omit<Sealed, "number" | "count">;

export const NOTHING: Kept = { blocks: [], rows: [], after: 0 };

const ofDesk = (desk: string, after = 0): IDBKeyRange => IDBKeyRange.bound([desk, after], [desk, Infinity]);
const sealedOf = ({ number, key, count, file }: StoredBlock): Sealed => ({ number, key, count, file: new Uint8Array(file) });

/** The cache of one desk. Where there is no IndexedDB, or no room, its methods reject. */
export function cache(desk: string): Store {
  return {
    load: (from = 0) =>
      run("readonly", async (tx) => {
        const newer = ofDesk(desk, from + 1);
        const [blocks, rows, cursor] = await Promise.all([
          tx.table("blocks").getAll(newer), tx.table("rows").getAll(newer), tx.table("cursors").get(desk),
        ]);
        return { blocks: blocks.map(sealedOf), rows: rows.map(sealedOf), after: cursor?.after ?? 0 };
      }),
    snapshot: () =>
      run("readonly", async (tx) => {
        const all = await tx.table("pieces").getAll(ofDesk(desk));
        const [first] = all;
        return first ? { key: first.key, id: first.id, pieces: all.map(({ file }) => new Uint8Array(file)) } : null;
      }),
    keepSnapshot: ({ key, id, pieces }) =>
      run("readwrite", async (tx) => {
        await tx.table("pieces").delete(ofDesk(desk));
        await Promise.all(pieces.map((file, number) => tx.table("pieces").put({ desk, number, key, id, file })));
      }),
    keep: ({ blocks, rows, after }) =>
      run("readwrite", async (tx) => {
        // Two tabs may bring the same changes, or one of them older ones: the cursor only goes on.
        const before = (await tx.table("cursors").get(desk))?.after ?? 0;
        for (const { number, key, count, file } of blocks) void tx.table("blocks").put({ desk, number, key, count, file });
        if (rows) void tx.table("rows").put({ desk, number: after, ...rows });
        await tx.table("cursors").put({ desk, after: Math.max(after, before) });
      }),
    block: (number) =>
      run("readonly", async (tx) => {
        const found = await tx.table("blocks").get([desk, number]);
        return found ? sealedOf(found) : null;
      }),
    gather: (what, numbers, one) =>
      run("readwrite", async (tx) => {
        for (const number of numbers) await tx.table(what).delete([desk, number]);
        await tx.table(what).put({ desk, ...one });
      }),
    drop: (number) =>
      run("readwrite", async (tx) => {
        await tx.table("blocks").delete([desk, number]);
      }),
    views: () =>
      run("readonly", async (tx) => {
        const found = await tx.table("views").get(desk);
        return found ? { key: found.key, file: new Uint8Array(found.file) } : null;
      }),
    keepViews: (views) =>
      run("readwrite", async (tx) => {
        await tx.table("views").put({ desk, ...views });
      }),
  };
}

/** For this page only: what a device does that may keep nothing. */
export function memory(): Store {
  const kept = { blocks: new Map<number, Sealed>(), rows: new Map<number, Sealed>() };
  let after = 0;
  let views: SealedViews | null = null;
  let snapshot: SealedSnapshot | null = null;
  const newer = (all: Map<number, Sealed>, from: number): Sealed[] => [...all.values()].filter(({ number }) => number > from);
  return {
    load: async (from = 0) => ({ blocks: newer(kept.blocks, from), rows: newer(kept.rows, from), after }),
    snapshot: async () => snapshot,
    keepSnapshot: async (now) => void (snapshot = now),
    keep: async (round) => {
      for (const block of round.blocks) kept.blocks.set(block.number, block);
      if (round.rows) kept.rows.set(round.after, { number: round.after, ...round.rows });
      after = Math.max(after, round.after);
    },
    block: async (number) => kept.blocks.get(number) ?? null,
    gather: async (what, numbers, one) => {
      for (const number of numbers) kept[what].delete(number);
      kept[what].set(one.number, one);
    },
    drop: async (number) => void kept.blocks.delete(number),
    views: async () => views,
    keepViews: async (now) => void (views = now),
  };
}

/** Deletes everything that this device keeps of any desk. */
export const forgetAll = (): Promise<void> => destroy();
