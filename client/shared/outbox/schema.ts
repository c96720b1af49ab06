/** The shape of the database and the road to it from every version that a phone may still have. */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
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

export interface Schema extends DBSchema {
  drafts: { key: string; value: DraftRow };
  /** Apart from `drafts`, so that saving words every second does not write photos again. */
  files: { key: string; value: Uint8Array };
  packets: { key: string; value: PacketRow };
  /** Apart from `packets`, so that noting an offset does not write megabytes. */
  bytes: { key: string; value: Uint8Array };
  pins: { key: "pins"; value: Pins };
  lease: { key: "lease"; value: Lease };
}

export type Database = IDBPDatabase<Schema>;
export type Store = StoreNames<Schema>;
export type Transaction = IDBPTransaction<Schema, Store[], "readwrite">;

/** Step n leads from version n to n + 1. Steps are only ever added. */
const STEPS: readonly ((db: Database) => void)[] = [
  (db) => {
    for (const store of ["files", "bytes", "pins", "lease"] as const) db.createObjectStore(store);
    for (const store of ["drafts", "packets"] as const) db.createObjectStore(store, { keyPath: "id" });
  },
];

export const VERSION = STEPS.length;

export function upgrade(db: Database, from: number): void {
  for (const step of STEPS.slice(from)) step(db);
}
