/**
 * Keeps this page and its scripts for days without signal, once it was opened here. The service
 * worker answers with what lies there, so the page that comes with signal is the one of the visit
 * before: each visit fetches the newer one for the next.
 */
import { hex, sha256 } from "../../shared/crypto/bytes.ts";
import { neededBy } from "../../shared/mailbox/needed.ts";

/** Not one of the service worker's own caches, which come and go with versions. */
const CACHE = `mailbox-${__LANG__}`;

/** All of it or nothing new. Rejects without signal, without room, and when a stranger answers. */
export async function keepPage(): Promise<void> {
  if (!("caches" in globalThis) || !("serviceWorker" in navigator)) return;
  const cache = await caches.open(CACHE);
  const page = await ours(location.pathname, "no-cache");
  const scripts = neededBy(await page.clone().text());
  for (const path of scripts) {
    if (!(await cache.match(path))) await cache.put(path, await script(path));
  }
  await cache.put(location.pathname, page);
  const kept = [location.pathname, ...scripts];
  for (const { url } of await cache.keys()) {
    if (!kept.includes(new URL(url).pathname)) await cache.delete(url);
  }
}

async function ours(path: string, cache: RequestCache): Promise<Response> {
  const answer = await fetch(path, { cache, credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new TypeError("not a page of ours");
  return answer;
}

/** A script's name holds the beginning of its digest. */
async function script(path: string): Promise<Response> {
  const answer = await ours(path, "default");
  const digest = hex(await sha256(new Uint8Array(await answer.clone().arrayBuffer())));
  if (!path.endsWith(`.${digest.slice(0, 10)}.js`)) throw new TypeError("not a script of ours");
  return answer;
}
