/** The choice of who may read the report. */
import { t } from "../../shared/i18n/index.ts";
import type { Desk } from "../../shared/keys/index.ts";
import { el, find } from "../common/dom.ts";

function choice(desk: Desk, standard: boolean, checked: boolean): HTMLElement {
  const box = el("input", { type: "checkbox", name: "desk", value: desk.id, checked: standard, autocomplete: "off" });
  box.checked = checked;
  return el("label", { class: "choice" }, box, el("span", {}, desk.name[__LANG__]));
}

/** Shows the desks; what was chosen stays chosen, and until then the first one is. */
export function showDesks(desks: Desk[]): void {
  const place = find("[data-desks]");
  const before = [...place.querySelectorAll("input")];
  const untouched = before.every((box) => box.checked === box.defaultChecked);
  const chosen = new Set(before.filter((box) => box.checked).map(({ value }) => value));
  const rows = desks.map((desk, n) => choice(desk, !n, untouched ? !n : chosen.has(desk.id)));
  place.replaceChildren(...(rows.length ? rows : [el("p", { class: "notice" }, t("report.no_desks_yet"))]));
}
