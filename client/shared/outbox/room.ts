/** Room on a full phone: what can be fetched again makes way for what somebody wrote. */

/** Empties one cache (never that of kept codes), that of rarely needed cleaners first, then older versions; false when there is none. */
export async function dropOneCache(): Promise<boolean> {
  if (!("caches" in globalThis)) return false;
  const names = (await caches.keys()).filter((name) => name !== "codes");
  const name = names.find((other) => other === "later") ?? names[0];
  if (!name) return false;
  // A cache that our own worker has open keeps its place when it is deleted; its entries do not.
  const cache = await caches.open(name);
  for (const entry of await cache.keys()) await cache.delete(entry);
  return caches.delete(name);
}
