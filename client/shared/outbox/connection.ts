/**
 * One connection to the database that survives what browsers do to connections.
 *
 * WebKit kills them when its storage process dies, and an older tab must let go when a newer
 * version wants to upgrade; a transaction that met a dead connection is run again on a new one.
 */
import { begin, open, type Running, type Transaction } from "./database.ts";
import { dropOneCache } from "./room.ts";
import type { Store } from "./schema.ts";
import { OutboxError, OutboxUnavailable } from "./types.ts";

export interface ConnectionEvents {
  /** An older tab holds the database; the opening waits for it. */
  onBlocked?(): void;
  /** A newer version of the app took over in another tab: reload when nothing is being written. */
  onOutdated?(): void;
}

/** Safari 14 sometimes never answers the first opening. */
const OPEN_PATIENCE_MS = 10_000;

const QUOTA = "QuotaExceededError";
const DEAD = ["InvalidStateError", "UnknownError", "AbortError"];

export class Connection {
  private db: Promise<IDBDatabase> | null = null;
  /** Somebody wiped this phone: to open the database again would bring it back. */
  private wiped = false;
  private events: ConnectionEvents;

  constructor(events: ConnectionEvents = {}) {
    this.events = events;
  }

  /** Throws OutboxUnavailable when there is no IndexedDB to be had. */
  async open(): Promise<void> {
    await this.connect();
  }

  /**
   * Runs `work` in one transaction: all of it or nothing, and again when the connection had died or
   * when a cache could make room. `work` awaits only requests of that transaction.
   */
  async run<T>(stores: Store[], mode: "readonly" | "readwrite", work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let revived = false; ; ) {
      try {
        return await this.once(stores, mode, work);
      } catch (error) {
        const dead: boolean = !revived && DEAD.includes(nameOf(error));
        if (dead) this.close();
        else if (nameOf(error) !== QUOTA || !(await dropOneCache())) throw typed(error);
        revived ||= dead;
      }
    }
  }

  close(): void {
    void this.db?.then((db) => db.close(), () => undefined);
    this.db = null;
  }

  private async once<T>(stores: Store[], mode: "readonly" | "readwrite", work: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = begin(await this.connect(), stores, mode);
    const [worked, done] = await Promise.allSettled([work(tx).catch((error: unknown) => abort(tx, error)), tx.done]);
    // A failed commit knows the cause (quota); the request that it took down only says "aborted".
    if (done.status === "rejected" && nameOf(done.reason) !== "AbortError") throw done.reason;
    if (worked.status === "rejected") throw worked.reason;
    if (done.status === "rejected") throw done.reason;
    return worked.value;
  }

  private connect(): Promise<IDBDatabase> {
    if (this.wiped) throw new OutboxError("storage");
    if (!this.db) {
      const opening = this.openOnce();
      this.db = opening;
      opening.catch(() => this.forget(opening));
    }
    return this.db;
  }

  private forget(opening: Promise<IDBDatabase>): void {
    if (this.db === opening) this.db = null;
  }

  private async openOnce(): Promise<IDBDatabase> {
    let blocked = false;
    const opening = start(() => open({
      blocked: () => {
        blocked = true;
        this.events.onBlocked?.();
      },
      blocking: (wiped) => this.letGo(wiped),
      terminated: () => {
        this.db = null;
      },
    }));
    return patiently(opening, () => blocked);
  }

  private letGo(wiped: boolean): void {
    this.close();
    this.wiped = wiped;
    if (!wiped) this.events.onOutdated?.();
  }
}

/** Without IndexedDB, or where even naming it is forbidden, the call throws instead of answering. */
async function start(open: () => Promise<IDBDatabase>): Promise<IDBDatabase> {
  return open();
}

/** The opening itself, unless it neither answers nor says that another tab is in its way. */
function patiently(opening: Promise<IDBDatabase>, waitingForTab: () => boolean): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (waitingForTab()) return;
      reject(new OutboxUnavailable());
      // Nobody would close it any more, and it would stand in the way of every upgrade.
      opening.then((db) => db.close(), () => undefined);
    }, OPEN_PATIENCE_MS);
    opening.then(resolve, (error: unknown) => {
      const known = ["VersionError", QUOTA].includes(nameOf(error));
      reject(known ? typed(error) : new OutboxUnavailable(nameOf(error), { cause: error }));
    }).finally(() => clearTimeout(timer));
  });
}

function abort(tx: Running, error: unknown): never {
  try {
    tx.abort();
  } catch {
    // It was over already; the error below says why.
  }
  throw error;
}

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : "");

function typed(error: unknown): unknown {
  if (error instanceof OutboxError || error instanceof OutboxUnavailable) return error;
  if (nameOf(error) === QUOTA) return new OutboxError("quota", error);
  if (nameOf(error) === "VersionError") return new OutboxError("outdated", error);
  return new OutboxError("storage", error);
}
