/** Keeps the app on the phone, and lets a new version in only when nothing can be lost by it. */
import { scriptUrl } from "../../shared/trusted/index.ts";
import { el } from "../common/dom.ts";

/** Registers the service worker; `idle` tells whether nothing is being written. */
export async function keepOnPhone(idle: () => boolean): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  // Browsers fetch it and its icons at once, which on a weak signal is ahead of what a report needs.
  document.head.append(el("link", { rel: "manifest", href: "/manifest.webmanifest" }));
  // Refused where storage is forbidden: then the app lives as long as this page.
  const registration = await navigator.serviceWorker.register(scriptUrl("sw")).catch(() => null);
  if (!registration) return;
  const offer = () => {
    if (idle()) registration.waiting?.postMessage("activate");
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  addEventListener("pagehide", offer);
}
