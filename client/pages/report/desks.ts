/** The choice of who may read the report. */
import { t } from "../../shared/i18n/index.ts";
import type { Desk } from "../../shared/keys/index.ts";
import { el, find } from "../common/dom.ts";

function choice(desk: Desk, checked: boolean): HTMLElement {
  const box = el("input", { type: "checkbox", name: "desk", value: desk.id, checked, autocomplete: "off" });
  return el("label", { class: "choice" }, box, el("span", {}, desk.name[__LANG__]));
}

/** Shows the desks; what was chosen stays chosen, and at first the first one is. */
export function showDesks(desks: Desk[]): void {
  const place = find("[data-desks]");
  const before = [...place.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
  const chosen = new Set(before.length ? before : desks.slice(0, 1).map(({ id }) => id));
  const rows = desks.map((desk) => choice(desk, chosen.has(desk.id)));
  place.replaceChildren(...(rows.length ? rows : [el("p", { class: "notice" }, t("report.no_desks_yet"))]));
}
