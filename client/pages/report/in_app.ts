/**
 * The page inside another app (LINE, Facebook, Instagram): no service worker there, and what is
 * stored goes with the app's whims. Offers the phone's own browser, on a tap and never by itself,
 * so that nobody is sent back and forth.
 */
import { t } from "../../shared/i18n/index.ts";
import { el, find } from "../common/dom.ts";

/** LINE's own parameter: an address that has it is opened outside. */
const OUTSIDE = "openExternalBrowser";

/** Left by the script that read a poster's link: the phone's own browser has to know the poster as well. */
const page = globalThis as { posterFragment?: string };

/** Where a tap leads out of this app; null when only the app's own menu does. */
function wayOut(agent: string, here: URL): string | null {
  here.hash = page.posterFragment ?? (location.hash.startsWith("#k=") ? location.hash : "");
  if (/\bLine\//.test(agent)) {
    if (here.searchParams.has(OUTSIDE)) return null; // It was asked for already, and we are still inside.
    here.searchParams.set(OUTSIDE, "1");
    return here.href;
  }
  if (!/Android/.test(agent)) return null;
  const scheme = here.protocol.slice(0, -1);
  return `intent://${here.host}${here.pathname}${here.search}${here.hash}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end`;
}

/** Where it leads is looked up when it is tapped: a poster may be read after this was shown. */
function link(address: string): HTMLElement {
  const made = el("a", { class: "button button--wide", href: address, "data-action": "outside" }, t("report.in_app_outside"));
  made.addEventListener("click", () => {
    made.href = wayOut(navigator.userAgent, new URL(location.href)) ?? made.href;
  });
  return made;
}

function offer(): void {
  const address = wayOut(navigator.userAgent, new URL(location.href));
  const parts: HTMLElement[] = [el("p", {}, t("report.in_app_why"))];
  if (address) parts.push(link(address));
  else parts.push(el("p", {}, t("report.in_app_menu")));
  find(".hero").append(el("div", { class: "notice list", "data-in-app": true }, ...parts));
}

offer();
