/**
 * IndexedDB with promises and types, and no more of it than the outbox needs: every phone pays for
 * each byte before it can write its first report.
 */
import { NAME, upgrade, VERSION, type Schema, type Store } from "./schema.ts";

export interface Table<V> {
  get(key: string): Promise<V | undefined>;
  getAll(): Promise<V[]>;
  put(value: V, key?: string): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

export interface Transaction {
  objectStore<N extends Store>(name: N): Table<Schema[N]>;
}

/** What browsers tell about a connection. */
export interface Told {
  /** An older connection stands in the way of the upgrade. */
  blocked(): void;
  /** This one stands in the way of a newer version, or (`wiped`) of the end of it all. */
  blocking(wiped: boolean): void;
  /** The browser ended this one. */
  terminated(): void;
}

const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export function open(told: Told): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
  request.onblocked = told.blocked;
  return done(request).then((db) => {
    db.onversionchange = ({ newVersion }) => told.blocking(newVersion === null);
    db.onclose = told.terminated;
    return db;
  });
}

/** The names of all databases of this origin; null where the browser does not tell (Firefox before 126). */
export async function names(): Promise<string[] | null> {
  const all = await indexedDB.databases?.();
  return all?.flatMap(({ name }) => name ?? []) ?? null;
}

/** Empties every store of the database `name`, however many others have it open. */
export async function empty(name: string): Promise<void> {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction?.abort(); // There was none.
  const db = await done(request);
  const stores = [...db.objectStoreNames];
  try {
    if (!stores.length) return;
    const tx = db.transaction(stores, "readwrite", { durability: "strict" });
    stores.forEach((store) => tx.objectStore(store).clear());
    await new Promise((resolve) => {
      tx.oncomplete = tx.onabort = resolve;
    });
  } finally {
    db.close();
  }
}

/** Deletes the database `name`; waits for as long as others keep it open. */
export const destroy = (name: string): Promise<unknown> => done(indexedDB.deleteDatabase(name));

export interface Running extends Transaction {
  /** Fulfilled once it is on the disk; rejected with what made it fail. */
  done: Promise<void>;
  abort(): void;
}

export function begin(db: IDBDatabase, stores: Store[], mode: IDBTransactionMode): Running {
  // "strict": the reporter is told "saved" only after the bytes are on the flash.
  const tx = db.transaction(stores, mode, { durability: "strict" });
  return {
    objectStore: (name) => table(tx.objectStore(name)),
    abort: () => tx.abort(),
    done: new Promise((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException("", "AbortError"));
    }),
  };
}

function table<V>(store: IDBObjectStore): Table<V> {
  return {
    get: (key) => done(store.get(key)),
    getAll: () => done(store.getAll()),
    put: (value, key) => done(store.put(value, key)),
    delete: (key) => done(store.delete(key)),
  };
}
