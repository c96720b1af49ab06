/**
 * The desk's own IndexedDB: sealed blocks as they came from the server, so that a list of a hundred
 * thousand cases is there a moment after unlocking, without signal too. Nothing in it can be read
 * without the desk's key; signing out deletes it.
 */
const NAME = "hinghoi-desk";
const VERSION = 2;

export interface Table<V> {
  get(key: IDBValidKey): Promise<V | undefined>;
  getAll(range?: IDBKeyRange): Promise<V[]>;
  put(value: V): Promise<unknown>;
  delete(key: IDBValidKey | IDBKeyRange): Promise<unknown>;
}

/** A sealed block of cards, or sealed rows of workflow, of one desk. */
export interface StoredBlock {
  desk: string;
  /** Blocks of cards by their number; rows of workflow count from 1. */
  number: number;
  /** The fingerprint of the key it is sealed under. */
  key: string;
  /** How many cards or rows are in it. */
  count: number;
  file: Uint8Array;
}

export interface StoredCursor {
  desk: string;
  /** All changes up to here are in the stores. */
  after: number;
}

/** What a moderator named to find again, sealed: searches tell what somebody works on. */
export interface StoredViews {
  desk: string;
  key: string;
  file: Uint8Array;
}

/** A piece of everything that was in memory, sealed: see `snapshot.ts`. */
export interface StoredPiece {
  desk: string;
  /** From 0; all pieces of a desk are put together. */
  number: number;
  key: string;
  /** Of the snapshot, made at random. */
  id: string;
  file: Uint8Array;
}

export interface Tables {
  blocks: StoredBlock;
  rows: StoredBlock;
  cursors: StoredCursor;
  views: StoredViews;
  pieces: StoredPiece;
}

export interface Transaction {
  table<N extends keyof Tables>(name: N): Table<Tables[N]>;
}

const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function upgrade(db: IDBDatabase): void {
  // All of it can be had from the server again.
  for (const name of db.objectStoreNames) db.deleteObjectStore(name);
  for (const name of ["blocks", "rows", "pieces"]) db.createObjectStore(name, { keyPath: ["desk", "number"] });
  for (const name of ["cursors", "views"]) db.createObjectStore(name, { keyPath: "desk" });
}

let opening: Promise<IDBDatabase> | null = null;

async function connect(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => upgrade(request.result);
  const db = await answer(request);
  const forget = (): void => void (opening = null);
  db.onclose = forget;
  // Another tab signs out, or has a newer version: it must not wait for this one.
  db.onversionchange = () => {
    db.close();
    forget();
  };
  return db;
}

/** Runs `work` in one transaction, all of it or nothing; once more when the connection had died. */
export async function run<T>(mode: IDBTransactionMode, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await once(mode, work);
  } catch (error) {
    if (!["InvalidStateError", "UnknownError"].includes((error as Error | null)?.name ?? "")) throw error;
    opening = null;
    return once(mode, work);
  }
}

async function once<T>(mode: IDBTransactionMode, work: (tx: Transaction) => Promise<T>): Promise<T> {
  opening ??= connect();
  opening.catch(() => (opening = null));
  const tx = (await opening).transaction(["blocks", "rows", "pieces", "cursors", "views"], mode);
  const done = new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new DOMException("", "AbortError"));
  });
  const [worked, ended] = await Promise.allSettled([work({ table: (name) => table(tx.objectStore(name)) }).catch((error: unknown) => abort(tx, error)), done]);
  if (worked.status === "rejected") throw worked.reason;
  if (ended.status === "rejected") throw ended.reason;
  return worked.value;
}

function abort(tx: IDBTransaction, error: unknown): never {
  try {
    tx.abort();
  } catch {
    // It was over already; the error below says why.
  }
  throw error;
}

function table<V>(store: IDBObjectStore): Table<V> {
  return {
    get: (key) => answer(store.get(key)),
    getAll: (range) => answer(store.getAll(range)),
    put: (value) => answer(store.put(value)),
    delete: (key) => answer(store.delete(key)),
  };
}

export async function destroy(): Promise<void> {
  const db = await opening?.catch(() => null);
  opening = null;
  db?.close();
  await answer(indexedDB.deleteDatabase(NAME));
}
