/** The packets on this phone and where each one is. What else can be done comes with the outbox's own script. */
import { type Key, t } from "../../shared/i18n/index.ts";
import type { OutboxItem, OutboxStore } from "../../shared/outbox/types.ts";
import { announce, button, el, find } from "../common/dom.ts";
import { dayWords, sizeWords } from "../common/format.ts";
import { hasLeft } from "../common/leave.ts";
import { urged } from "./sending.ts";

export class OutboxView {
  readonly list = find("[data-outbox-list]");
  private section = find("[data-outbox]");
  private outbox: OutboxStore;
  private sendNow: () => void;
  /** Adds to a row before it is shown. */
  dress: (row: HTMLElement, item: OutboxItem) => void = () => undefined;

  constructor(outbox: OutboxStore, sendNow: () => void) {
    this.outbox = outbox;
    this.sendNow = sendNow;
  }

  /** Who would lose a packet by leaving is asked first; who leaves in haste is not. */
  askToStay(leaving: Event): void {
    const unsaved = this.list.querySelector("[data-unsaved]:not([data-state=received])");
    if (unsaved && !hasLeft()) leaving.preventDefault();
  }

  get isEmpty(): boolean {
    return this.list.childElementCount === 0;
  }

  /** Shows what is on the phone now: another tab may have delivered or deleted packets. */
  async showAll(): Promise<void> {
    const items = await this.outbox.list();
    if (this.outbox.lost) announce(t("report.lost"));
    const here = new Set(items.map(({ id }) => id));
    for (const row of this.list.querySelectorAll<HTMLElement>("[data-packet]:not([data-state=received])")) {
      if (!here.has(row.dataset["packet"] ?? "")) row.remove();
    }
    items.forEach((item) => this.show(item));
    this.section.hidden = this.isEmpty;
  }

  show(item: OutboxItem): void {
    const facts = { "data-packet": item.id, "data-state": item.state, "data-unsaved": item.unsaved === true };
    const row = el("li", { class: "card", ...facts }, ...this.content(item));
    this.dress(row, item);
    const old = this.list.querySelector(`[data-packet="${item.id}"]`);
    // Nothing comes after a receipt: whoever says otherwise looked before it came.
    if (old?.getAttribute("data-state") === "received") return;
    if (old?.isEqualNode(row)) return; // Somebody may be about to press a button in it.
    if (old) old.replaceWith(row);
    else this.list.prepend(row);
    this.section.hidden = false;
  }

  private content(item: OutboxItem): HTMLElement[] {
    const parts: HTMLElement[] = [
      el("p", { class: "status", role: "status" }, t(stateKey(item))),
      el("p", { class: "soft" }, t("report.packet", { day: dayWords(item.day), size: sizeWords(item.size) })),
    ];
    if (item.state === "received") return parts;
    if (item.offset > 0) parts.push(...progress(item));
    return [...parts, el("div", { class: "row" }, button(t("report.send_now"), "send-now", () => void this.urge(item)))];
  }

  /** A refused packet may be tried again: the server's limits can change. */
  private async urge({ id, state }: OutboxItem): Promise<void> {
    urged.add(id);
    if (state === "parked") await this.outbox.update(id, { state: "sealed", reason: null });
    this.sendNow();
  }
}

/** What is only in memory must never look as if it were kept. */
const stateKey = ({ state, unsaved }: OutboxItem): Key => `report.state.${unsaved && state === "sealed" ? "unsaved" : state}` as Key;

function progress({ offset, size: total }: OutboxItem): HTMLElement[] {
  const words = t("report.progress", { sent: sizeWords(offset), total: sizeWords(total) });
  return [el("progress", { max: total, value: offset, "aria-label": words }), el("p", { class: "soft" }, words)];
}
