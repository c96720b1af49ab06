/** Asks the browser not to evict what reporters were told is saved; to be called at the first seal. */
export async function requestPersistence(): Promise<boolean> {
  const storage = (globalThis.navigator as Partial<Navigator> | undefined)?.storage;
  if (!storage?.persist) return false;
  return (await storage.persisted()) || (await storage.persist());
}
