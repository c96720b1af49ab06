/** Fetches the script that fetches other scripts ahead: without signal there is nothing to offer. */
import { scriptUrl } from "../../shared/trusted/index.ts";

const page = globalThis as { prepare?: (addressOf: (script: string) => string) => Promise<void> };

/** Shows the button where there is a cache and a service worker to read it. */
export function offerToPrepare(): void {
  if (!("caches" in globalThis) || !("serviceWorker" in navigator)) return;
  import(scriptUrl("prepare")).then(() => page.prepare?.(scriptUrl)).catch(() => undefined);
}
