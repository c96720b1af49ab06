/**
 * Fetches ahead what only some files need, so that a video or a document can be cleaned where
 * there is no signal. Who asked for it once gets the newer version by itself.
 *
 * A script of its own, itself among what is fetched ahead: it has no use where nothing can be fetched.
 */
import { t } from "../../shared/i18n/index.ts";
import { find } from "../common/dom.ts";

/** Not one of the service worker's own caches, which come and go with versions. */
const CACHE = "later";

async function fetchAhead(ahead: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const path of ahead) {
    if (await cache.match(path)) continue;
    const answer = await fetch(path, { credentials: "omit", redirect: "error" });
    const ours = answer.ok && /javascript/.test(answer.headers.get("Content-Type") ?? "");
    if (!ours) throw new TypeError("not a script of ours");
    await cache.put(path, answer);
  }
  for (const { url } of await cache.keys()) {
    if (!ahead.includes(new URL(url).pathname)) await cache.delete(url);
  }
}

/** Wires the button, which then fetches the scripts: only the page's first one knows their addresses. */
async function prepare(addressOf: (script: string) => string): Promise<void> {
  const ahead = __AHEAD__.map((script) => String(addressOf(script)));
  const offer = find<HTMLButtonElement>("[data-action=prepare]");
  const hint = find("[data-prepare]");
  const run = async () => {
    try {
      await fetchAhead(ahead);
      hint.textContent = t("report.prepared");
      offer.hidden = true;
    } catch {
      hint.textContent = t("report.prepare_failed");
    }
  };
  offer.hidden = false;
  offer.addEventListener("click", () => void run());
  if (await caches.has(CACHE)) await run();
}

Object.assign(globalThis, { prepare });
