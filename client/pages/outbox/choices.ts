/** What people choose about sending: kept on this phone, read by the first page before each try. */
import { t } from "../../shared/i18n/index.ts";
import { el } from "../common/dom.ts";
import type { OutboxTools } from "../report/outbox_loader.ts";
import { chosen, type Choice } from "../report/sending.ts";

export function choices({ packets }: OutboxTools): HTMLElement {
  const reconsider = () => packets.reconsider();
  const { connection } = navigator as { connection?: { type?: string } };
  const wifi = t(connection?.type ? "outbox.wifi_hint" : "outbox.wifi_unknown");
  return el("section", { class: "card" },
    el("h2", {}, t("outbox.settings")),
    ...choice("wifi", t("outbox.wifi"), wifi, reconsider),
    ...choice("pause", t("outbox.all_paused"), t("outbox.all_paused_hint"), reconsider));
}

function choice(name: Choice, label: string, hint: string, changed: () => void): HTMLElement[] {
  const id = `${name}-hint`;
  const box = el("input", { type: "checkbox", name, checked: chosen(name), autocomplete: "off", "aria-describedby": id });
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(name, "");
    else localStorage.removeItem(name);
    changed();
  });
  return [el("label", { class: "choice" }, box, label), el("p", { class: "soft", id }, hint)];
}
