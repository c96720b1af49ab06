/** The shape of the database and the road to it from every version that a phone may still have. */
import type { Lease, OutboxItem, Pins } from "./types.ts";

export const NAME = "hinghoi";

export interface PacketRow extends OutboxItem {
  /** Counts up, so that packets go in the order they were sealed whatever the clock says. */
  order: number;
}

export interface DraftRow {
  id: string;
  /** AES-GCM: nonce, then ciphertext. */
  sealed: Uint8Array;
  /** Keys into `files`. */
  files: string[];
  /** Counts up, to know the newest without a clock. */
  order: number;
}

/** What each store holds, by its name. */
export interface Schema {
  drafts: DraftRow;
  /** Apart from `drafts`, so that saving words every second does not write photos again. */
  files: Uint8Array;
  packets: PacketRow;
  /** Apart from `packets`, so that noting an offset does not write megabytes. */
  bytes: Uint8Array;
  pins: Pins;
  lease: Lease;
  /** Where earlier versions kept receipt codes: `codes.ts` moves them to files. */
  codes: string;
}

export type Store = keyof Schema;

/** Step n leads from version n to n + 1. Steps are only ever added. */
const STEPS: readonly ((db: IDBDatabase) => unknown)[] = [
  (db) => {
    for (const store of ["files", "bytes", "pins", "lease"] as const) db.createObjectStore(store);
    for (const store of ["drafts", "packets"] as const) db.createObjectStore(store, { keyPath: "id" });
  },
  (db) => db.createObjectStore("codes"),
];

export const VERSION = STEPS.length;

export function upgrade(db: IDBDatabase, from: number): void {
  for (const step of STEPS.slice(from)) step(db);
}
