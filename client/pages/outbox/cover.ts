/**
 * Empty packets on random days, for who chose it: so that a packet that is seen to go proves less.
 *
 * A throw for each day on which the app is open, whatever was thrown before, and then a while
 * before it goes, as somebody takes who writes. Kept on the phone: the choice, and the day of the
 * last throw. What it hides and what it cannot is told in `docs/threat-model.md`.
 */
import { random } from "../../shared/crypto/bytes.ts";
import { localDay } from "../../shared/crypto/day.ts";
import type { ReportDraft } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { el } from "../common/dom.ts";
import { hasLeft } from "../common/leave.ts";
import type { OutboxTools } from "../report/outbox_loader.ts";
import { delay, isHeads } from "./coin.ts";

/** In local storage, by the name that the first page looks for: the day of the last throw, at first none. */
const KEY = "cover";

function thrownToday(): boolean {
  const today = localDay();
  const thrown = localStorage.getItem(KEY) === today;
  localStorage.setItem(KEY, today);
  return thrown;
}

/** Even from 0 to 1. */
const chance = (): number => new DataView(random(4).buffer).getUint32(0) / 2 ** 32;

function empty(): ReportDraft {
  return {
    kind: "cover", language: __LANG__, day: localDay(), category: null, text: "",
    place: { province: "", district: "", tambon: "", code: "", words: "" },
    when: "", agency: "", accused: "", watchpoint: null, mailbox: null,
  };
}

const chosen = (): boolean => localStorage.getItem(KEY) !== null;

function begin(tools: OutboxTools): void {
  if (thrownToday() || !isHeads(chance())) return;
  setTimeout(() => void send(tools), delay(chance()));
}

async function send({ outbox, seal, packets }: OutboxTools): Promise<void> {
  const packet = await seal(empty());
  if (!packet || !chosen() || hasLeft()) return;
  await outbox.putSealed({ ...packet, cover: true }, null);
  packets.reconsider();
}

function coverCard(tools: OutboxTools): HTMLElement {
  const box = el("input", { type: "checkbox", name: KEY, checked: chosen(), autocomplete: "off", "aria-describedby": "cover-hint" });
  box.addEventListener("change", () => {
    if (!box.checked) return localStorage.removeItem(KEY);
    localStorage.setItem(KEY, "");
    begin(tools);
  });
  return el("section", { class: "card" },
    el("h2", {}, t("cover.title")),
    el("label", { class: "choice" }, box, t("cover.choice")),
    el("p", { class: "soft", id: "cover-hint" }, t("cover.hint")),
    el("p", { class: "soft" }, t("cover.limits")));
}

Object.assign(globalThis, {
  coverCard: (tools: OutboxTools) => {
    if (chosen()) begin(tools);
    return coverCard(tools);
  },
});
