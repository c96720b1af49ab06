/** What a packet's row tells and offers beyond its state: why it waits, until when, and ways out. */
import { type Key, t } from "../../shared/i18n/index.ts";
import type { OutboxItem } from "../../shared/outbox/types.ts";
import { button, el } from "../common/dom.ts";
import { sizeWords } from "../common/format.ts";
import type { OutboxTools } from "../report/outbox_loader.ts";
import { heldBack } from "../report/sending.ts";
import { handOver } from "./hand_over.ts";

export class Rows {
  private tools: OutboxTools;
  private tell: (words: string) => void;

  constructor(tools: OutboxTools, tell: (words: string) => void) {
    this.tools = tools;
    this.tell = tell;
  }

  dress(row: HTMLElement, item: OutboxItem): void {
    if (item.cover) row.querySelector(".soft")?.before(el("p", { class: "soft", "data-cover": true }, t("outbox.cover")));
    if (item.state === "received") return;
    const status = row.querySelector(".status");
    const held = item.state === "parked" ? null : heldBack(item);
    if (held && status) {
      row.dataset["waits"] = held;
      status.textContent = held === "pause" ? t("outbox.paused") : t("outbox.waits_for_wifi", { size: left(item) });
    }
    // Where it is matters more than what it waits for.
    const inBox = !held && item.reason === "held";
    if (inBox && status) status.textContent = t("report.reason.held");
    const lines = [item.carried ? t("outbox.carried") : null, held || inBox ? null : why(item), held ? null : this.when(item)];
    const shown = lines.flatMap((line) => (line ? [el("p", { class: "soft" }, line)] : []));
    row.lastElementChild?.before(...shown);
    if (held === "pause") row.querySelector("[data-action=send-now]")?.remove();
    row.lastElementChild?.append(...this.ways(item));
  }

  private when({ id, state }: OutboxItem): string | null {
    const ms = state === "sealed" ? this.tools.packets.delivery.nextTry(id) : null;
    return ms ? soonWords(ms) : null;
  }

  private ways(item: OutboxItem): HTMLElement[] {
    return [
      button(t("outbox.hand_over"), "hand-over", () => void this.handOver(item)),
      button(t("outbox.delete"), "delete-packet", () => void this.delete(item)),
    ];
  }

  private async handOver(item: OutboxItem): Promise<void> {
    const bytes = await this.tools.outbox.bytes(item.id);
    if (bytes) this.tell(await handOver({ ...item, bytes }));
  }

  private async delete(item: OutboxItem): Promise<void> {
    if (!confirm(t("outbox.delete_sure"))) return;
    await this.tools.packets.delivery.discard(item);
    await this.tools.packets.view.showAll();
  }
}

const left = ({ size, offset }: OutboxItem): string => sizeWords(size - offset);

/** Why it is not on its way, or null. */
function why({ reason }: OutboxItem): string | null {
  if (!reason) return null;
  const key = `report.reason.${reason}` as Key;
  const sentence = t(key);
  return sentence === key ? t("report.reason.refused", { code: reason }) : sentence;
}

/** A time from now as people say it: nobody needs the second. */
export function soonWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return t("outbox.next_soon");
  return minutes < 90 ? t("outbox.next_minutes", { n: minutes }) : t("outbox.next_hours", { n: Math.round(minutes / 60) });
}
