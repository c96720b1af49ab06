/**
 * The page inside another app (LINE, Facebook, Instagram): no service worker there, and what is
 * stored goes with the app's whims. Offers the phone's own browser, on a tap and never by itself,
 * so that nobody is sent back and forth.
 */
import { t } from "../../shared/i18n/index.ts";
import { el, find } from "../common/dom.ts";

/** LINE's own parameter: an address that has it is opened outside. */
const OUTSIDE = "openExternalBrowser";

/** Where a tap leads out of this app; null when only the app's own menu does. */
function wayOut(agent: string, here: URL): string | null {
  if (/\bLine\//.test(agent)) {
    if (here.searchParams.has(OUTSIDE)) return null; // It was asked for already, and we are still inside.
    here.searchParams.set(OUTSIDE, "1");
    return here.href;
  }
  if (!/Android/.test(agent)) return null;
  const scheme = here.protocol.slice(0, -1);
  return `intent://${here.host}${here.pathname}${here.search}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end`;
}

function offer(): void {
  const here = new URL(location.href);
  here.hash = "";
  const address = wayOut(navigator.userAgent, here);
  const parts: HTMLElement[] = [el("p", {}, t("report.in_app_why"))];
  if (address) parts.push(el("a", { class: "button button--wide", href: address, "data-action": "outside" }, t("report.in_app_outside")));
  else parts.push(el("p", {}, t("report.in_app_menu")));
  find(".hero").append(el("div", { class: "notice list", "data-in-app": true }, ...parts));
}

offer();
