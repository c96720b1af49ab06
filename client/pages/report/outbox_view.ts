/** The packets on this phone: where each one is, and what can be done about it. */
import { type Key, t } from "../../shared/i18n/index.ts";
import type { OutboxItem, OutboxStore } from "../../shared/outbox/types.ts";
import { button, el, find } from "../common/dom.ts";
import { dayWords, sizeWords } from "../common/format.ts";

export class OutboxView {
  private section = find("[data-outbox]");
  private list = find("[data-outbox-list]");
  private outbox: OutboxStore;
  private sendNow: () => void;

  constructor(outbox: OutboxStore, sendNow: () => void) {
    this.outbox = outbox;
    this.sendNow = sendNow;
  }

  /** Shows what is on the phone now: another tab may have delivered or deleted packets. */
  async showAll(): Promise<void> {
    const items = await this.outbox.list();
    const here = new Set(items.map(({ id }) => id));
    for (const row of this.list.querySelectorAll<HTMLElement>("[data-packet]:not([data-state=received])")) {
      if (!here.has(row.dataset["packet"] ?? "")) this.hide(row.dataset["packet"] ?? "");
    }
    items.forEach((item) => this.show(item));
  }

  show(item: OutboxItem): void {
    const row = el("li", { class: "card", "data-packet": item.id, "data-state": item.state }, ...this.content(item));
    const old = this.list.querySelector(`[data-packet="${item.id}"]`);
    if (old) old.replaceWith(row);
    else this.list.prepend(row);
    this.section.hidden = false;
  }

  hide(id: string): void {
    this.list.querySelector(`[data-packet="${id}"]`)?.remove();
    this.section.hidden = this.list.childElementCount === 0;
  }

  private content(item: OutboxItem): HTMLElement[] {
    const parts: HTMLElement[] = [
      el("p", { class: "status", role: "status" }, t(`report.state.${item.state}` as Key)),
      el("p", { class: "soft" }, t("report.packet", { day: dayWords(item.day), size: sizeWords(item.size) })),
    ];
    if (item.state === "received") return parts;
    if (item.offset > 0) parts.push(...progress(item));
    if (item.reason) parts.push(el("p", { class: "soft" }, reason(item.reason)));
    return [...parts, el("div", { class: "row" }, ...this.actions(item))];
  }

  private actions(item: OutboxItem): HTMLElement[] {
    return [
      button(t("report.send_now"), "send-now", () => void this.retry(item)),
      button(t("report.save_file"), "save-packet", () => void this.save(item)),
      button(t("report.delete"), "delete-packet", () => void this.delete(item)),
    ];
  }

  /** A refused packet may be tried again: the server's limits can change. */
  private async retry({ id, state }: OutboxItem): Promise<void> {
    if (state === "parked") await this.outbox.update(id, { state: "sealed", reason: null });
    this.sendNow();
  }

  private async save({ id }: OutboxItem): Promise<void> {
    const bytes = await this.outbox.bytes(id);
    if (!bytes) return;
    const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type: "application/octet-stream" }));
    el("a", { href: address, download: `${id}.age` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  private async delete({ id }: OutboxItem): Promise<void> {
    if (!confirm(t("report.delete_sure"))) return;
    await this.outbox.discard(id);
    this.hide(id);
  }
}

function progress({ offset, size: total }: OutboxItem): HTMLElement[] {
  const words = t("report.progress", { sent: sizeWords(offset), total: sizeWords(total) });
  return [el("progress", { max: total, value: offset, "aria-label": words }), el("p", { class: "soft" }, words)];
}

function reason(code: string): string {
  const key = `report.reason.${code}` as Key;
  const sentence = t(key);
  return sentence === key ? t("report.reason.refused", { code }) : sentence;
}
