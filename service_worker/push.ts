/**
 * Shows the daily reminder to a moderator's browser. It keeps nothing, answers no request and reads
 * nothing of a message: the words are the same each time, as those of the mail are.
 *
 * Its scope is a path where no page is, so that it controls none.
 */
import { t } from "../client/shared/i18n/index.ts";

declare const self: ServiceWorkerGlobalScope;

const DESK = __LANG__ === "en" ? "/desk?lang=en" : "/desk";

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("push", (event) => {
  // One at most, however many were missed; no icon, which would have to be fetched at that moment.
  event.waitUntil(self.registration.showNotification(t("reminder.subject"), { tag: "reminder", lang: __LANG__ }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openDesk());
});

/** The desk that is open already, or a new one. */
async function openDesk(): Promise<void> {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const desk = open.find(({ url }) => new URL(url).pathname === "/desk");
  await (desk ? desk.focus() : self.clients.openWindow(DESK));
}
