/** Keeps the app on the phone, and lets a new version in only when nothing can be lost by it. */
import { scriptUrl } from "../../shared/trusted/index.ts";

/** Registers the service worker; `idle` tells whether nothing is being written. */
export async function keepOnPhone(idle: () => boolean): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(scriptUrl("sw.js"));
  const offer = () => {
    if (idle()) registration.waiting?.postMessage("activate");
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  addEventListener("pagehide", offer);
}
