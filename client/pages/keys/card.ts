/** The keys that this phone seals to, for comparing with a poster by eye or over the telephone. */
import { t } from "../../shared/i18n/index.ts";
import { fingerprint, leadsTo } from "../../shared/keys/index.ts";
import { isPoster } from "../../shared/keys/poster.ts";
import type { OutboxStore, PinnedDesk } from "../../shared/outbox/types.ts";
import { el } from "../common/dom.ts";
import { keyView } from "./key_view.ts";

/** Groups of four: short enough to compare. */
function grouped(digits: string): string {
  return (digits.match(/.{4}/g) ?? []).join(" ");
}

export async function showKeys(outbox: OutboxStore, card: HTMLElement): Promise<void> {
  const desks = (await outbox.pins())?.desks ?? [];
  const scanned = new Set(desks.filter(isPoster).map(({ id }) => id));
  const rows = desks.filter(({ listed }) => listed).map((desk) => row(desk, scanned.has(desk.id)));
  card.replaceChildren(
    el("h2", {}, t("keys.title")),
    el("p", { class: "soft" }, t("keys.lead")),
    el("div", { class: "list", "data-keys": true }, ...(await Promise.all(rows))),
  );
}

async function row(desk: PinnedDesk, scanned: boolean): Promise<HTMLElement> {
  const parts: HTMLElement[] = [el("p", {}, el("b", {}, desk.name[__LANG__]))];
  if (scanned) parts.push(el("p", { "data-scanned": true }, t("keys.scanned")));
  parts.push(keyView(desk.fingerprint));
  parts.push(unfolding(t("keys.digits"), () => [el("p", { class: "soft" }, grouped(desk.fingerprint))]));
  const before = await retired(desk);
  if (before.length) {
    const old = () => [el("p", { class: "soft" }, t("keys.older_why")), ...before.map(keyView)];
    parts.push(unfolding(t("keys.older"), old));
  }
  return el("div", { class: "list", "data-desk-key": desk.id }, ...parts);
}

/** The fingerprints on posters that were printed before, as far as they lead to the key of now. */
async function retired(desk: PinnedDesk): Promise<string[]> {
  const marks = await Promise.all((desk.chain ?? []).map(({ recipient, signing }) => fingerprint(recipient, signing)));
  const sound = await Promise.all(marks.map((mark) => leadsTo(desk, mark)));
  return marks.filter((_, at) => sound[at]).reverse();
}

/** What few people want to see is made when they ask for it. */
export function unfolding(title: string, content: () => HTMLElement[]): HTMLElement {
  const summary = el("summary", {}, title);
  Object.assign(summary.style, { minHeight: "3rem", lineHeight: "3rem", cursor: "pointer" });
  const made = el("details", {}, summary);
  made.addEventListener("toggle", () => made.append(...content()), { once: true });
  return made;
}
