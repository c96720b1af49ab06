/** The keys that this phone seals to, for comparing with a poster by eye. */
import { t } from "../../shared/i18n/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { el } from "../common/dom.ts";

/** Groups of four: short enough to compare. */
function grouped(fingerprint: string): string {
  return (fingerprint.match(/.{4}/g) ?? []).join(" ");
}

export function keysCard(outbox: OutboxStore): HTMLElement {
  const list = el("div", { class: "list", "data-keys": true });
  void outbox.pins().then((pins) => {
    const listed = (pins?.desks ?? []).filter((desk) => desk.listed);
    list.append(...listed.map((desk) => el("div", {}, el("p", {}, desk.name[__LANG__]),
      el("p", { class: "soft" }, t("outbox.fingerprint", { fingerprint: grouped(desk.fingerprint) })))));
  });
  return el("section", { class: "card" }, el("h2", {}, t("outbox.keys")), list);
}
