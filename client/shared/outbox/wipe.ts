/**
 * Takes everything that this origin keeps off the phone, whoever put it there, and asks nobody:
 * no server learns that somebody wiped (`docs/adr/0020-wiping-asks-nobody.md`).
 *
 * Other tabs hear of it by the storage event and leave. What they hold open must not keep it alive,
 * so contents go first and what they were in after.
 */
import { destroy, empty, names } from "./database.ts";
import { NAME } from "./schema.ts";

/** What is still there. */
export type Leftover = "database" | "cache" | "worker" | "storage";

/** Time for other tabs to let go of a database. */
const PATIENCE_MS = 5_000;
/** A page that was just opening may bring something back once. */
const ROUNDS = 3;

/** Wipes; answers what could not be deleted. Nobody may write in this tab any more. */
export async function wipe(): Promise<Leftover[]> {
  storageGone(); // First of all: the other tabs are to stop.
  let left: Leftover[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Workers before caches: one that is being installed would fill them again.
    await quietly(workersGone);
    const [stuck] = await Promise.all([databasesGone(), quietly(cachesGone)]);
    storageGone();
    left = await leftovers(stuck);
    if (left.length === 0 || stuck) break;
  }
  return left;
}

/** That local storage is emptied is the signal to other tabs: it comes only if something was in it. */
function storageGone(): void {
  for (const storage of storages()) {
    try {
      storage.setItem("wiping", "");
    } catch {
      // Full, so there is something.
    }
    storage.clear();
  }
}

/** None where they are forbidden: nothing was ever kept there. */
function storages(): Storage[] {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return [];
  }
}

async function workersGone(): Promise<void> {
  await Promise.all((await workers()).map((one) => one.unregister()));
}

async function workers(): Promise<readonly ServiceWorkerRegistration[]> {
  return (navigator as Partial<Navigator>).serviceWorker?.getRegistrations() ?? [];
}

/** Whether one of them could not be deleted in time. */
async function databasesGone(): Promise<boolean> {
  const all = await names().catch(() => null);
  const gone = await Promise.all((all ?? [NAME]).map(databaseGone));
  return gone.includes(false);
}

async function databaseGone(name: string): Promise<boolean> {
  await quietly(() => empty(name));
  const late = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false));
  return Promise.race([late, destroy(name).then(() => true, () => false)]);
}

async function cachesGone(): Promise<void> {
  for (const name of await caches.keys()) {
    // What our own worker has open keeps its place when it is deleted; its entries do not.
    const cache = await caches.open(name);
    for (const entry of await cache.keys()) await cache.delete(entry);
    await caches.delete(name);
  }
}

async function leftovers(stuck: boolean): Promise<Leftover[]> {
  const there = async (look: () => Promise<readonly unknown[] | null>) => (await look().catch(() => null))?.length;
  const left: [Leftover, unknown][] = [
    ["database", stuck || (await there(names))],
    ["cache", await there(async () => caches.keys())],
    ["worker", await there(workers)],
    ["storage", storages().some(({ length }) => length)],
  ];
  return left.flatMap(([what, is]) => (is ? [what] : []));
}

/** Does what it can: what is left in the end is told, whatever the reason. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => undefined);
}
