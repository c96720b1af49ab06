/**
 * Opens the page without a network. It never sees a report: it answers GET for the precached files
 * of its own version, passes on what is shared with us, and does nothing else. A new version waits until the page says that nothing is
 * being written.
 */
import { fromCache } from "./cache_rules.ts";
import { fill, parse, PREFIX, sweep } from "./precache.ts";
import { handOver, isShare, takeShared } from "./shared.ts";

declare const self: ServiceWorkerGlobalScope;

const NAME = PREFIX + __VERSION__;
const KEPT: ReadonlySet<string> = new Set(__PRECACHE__.map((entry) => parse(entry).path));

self.addEventListener("install", (event) => event.waitUntil(fill(NAME, __PRECACHE__)));

self.addEventListener("activate", (event) => event.waitUntil(sweep(NAME)));

self.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(unlessOthersWrite(event.source as Client));
  if (event.data === "shared") handOver(event.ports[0]);
});

/** In another tab somebody may be writing: only the last one, or the last to leave, lets the new version in. */
async function unlessOthersWrite({ id }: Client): Promise<void> {
  // All of them: those that it controls are none as long as it waits.
  const open = await self.clients.matchAll({ includeUncontrolled: true });
  if (open.every((client) => client.id === id)) await self.skipWaiting();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (isShare(request)) return takeShared(event);
  const { method, mode } = request;
  const path = fromCache({ method, mode, url: new URL(request.url), origin: self.location.origin }, KEPT);
  if (path !== null) event.respondWith(answer(path, request));
});

/** Our precached copy, else that of the version before, else the network: caches can be evicted. */
async function answer(path: string, request: Request): Promise<Response> {
  const ours = await caches.match(path, { cacheName: NAME });
  return ours ?? (await caches.match(path)) ?? fetch(request);
}
