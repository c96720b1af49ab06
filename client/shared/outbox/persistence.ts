/**
 * What can be done against browsers that throw storage away when a phone is full: ask them not to,
 * and notice when they did.
 */
const MARK = "waiting";

/**
 * Notes whether packets wait, outside the database. Chromium evicts the database but not local
 * storage, so there the loss can be told; Firefox and WebKit take both, and nobody can.
 */
export function mark(waiting: boolean): void {
  try {
    if (waiting) localStorage.setItem(MARK, "");
    else localStorage.removeItem(MARK);
  } catch {
    // Forbidden here; then nothing is noticed.
  }
}

export function marked(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false;
  }
}

/** Asks the browser not to evict what reporters were told is saved; to be called at the first seal. */
export async function requestPersistence(): Promise<boolean> {
  const storage = (globalThis.navigator as Partial<Navigator> | undefined)?.storage;
  if (!storage?.persist) return false;
  return (await storage.persisted()) || (await storage.persist());
}
