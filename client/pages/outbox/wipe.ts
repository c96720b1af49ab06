/**
 * "Delete everything on this phone": says what would be lost, does it, and says what came of it.
 * A script of its own, which the outbox fetches when it opens.
 */
import { type Key, t } from "../../shared/i18n/index.ts";
import { keptCodes } from "../../shared/outbox/codes.ts";
import { type Leftover, wipe } from "../../shared/outbox/wipe.ts";
import { button, el, find } from "../common/dom.ts";
import { keepNothingMore } from "../common/leave.ts";
import type { OutboxTools } from "../report/outbox_loader.ts";

class WipeCard {
  readonly element = el("section", { class: "card", role: "group", "aria-labelledby": "wipe-title", "data-wipe": true });
  private tools: OutboxTools;

  constructor(tools: OutboxTools) {
    this.tools = tools;
    this.offer();
  }

  private offer(): void {
    this.element.replaceChildren(title(), soft("wipe.hint"), wide(button(t("wipe.offer"), "wipe", () => void this.ask())));
  }

  private async ask(): Promise<void> {
    const lost = await this.lost();
    const no = wide(button(t("wipe.no"), "wipe-no", () => this.offer()));
    const yes = wide(button(t("wipe.yes"), "wipe-yes", () => void this.wipe()));
    no.classList.add("button--primary");
    const told = el("p", { class: "notice notice--danger", role: "alert", "data-lost": true }, lost);
    this.element.replaceChildren(title(), told, el("p", {}, t("wipe.arrived")), yes, no);
    no.focus();
  }

  /** What nobody can bring back, in numbers. */
  private async lost(): Promise<string> {
    const waiting = (await this.tools.outbox.list()).length;
    const codes = (await keptCodes().catch(() => [])).length;
    const parts = [
      waiting ? t("wipe.lose_packets", { n: waiting }) : t("wipe.lose_no_packet"),
      ...(codes ? [t("wipe.lose_codes", { n: codes })] : []),
    ];
    return parts.join(" ");
  }

  /** In place of everything: the page must not go on with what is gone. */
  private async wipe(): Promise<void> {
    keepNothingMore();
    this.tools.packets.delivery.stop();
    show(el("p", { role: "status" }, t("wipe.doing")));
    const left = await wipe();
    const told = left.length ? this.unfinished(left) : [el("p", {}, t("wipe.done"))];
    show(...told, soft("wipe.remains"), exit());
    find("[data-wiped]").dataset["wiped"] = left.join(" ");
    find("[data-wiped]").focus();
  }

  private unfinished(left: Leftover[]): HTMLElement[] {
    const what = left.map((one) => t(`wipe.left_${one}` as Key)).join(", ");
    return [
      el("p", { class: "notice notice--danger", role: "alert" }, t("wipe.unfinished", { what })),
      wide(button(t("wipe.again"), "wipe-again", () => void this.wipe())),
    ];
  }
}

function show(...parts: HTMLElement[]): void {
  document.querySelector("footer")?.remove(); // Its ways lead on in a page that is over.
  find("main").replaceChildren(el("section", { class: "card", "data-wiped": "working", tabindex: -1 }, el("h1", {}, t("wipe.title")), ...parts));
}

const title = (): HTMLElement => el("h2", { id: "wipe-title" }, t("wipe.title"));
const soft = (key: Key): HTMLElement => el("p", { class: "soft" }, t(key));

function wide(made: HTMLButtonElement): HTMLButtonElement {
  made.classList.add("button--wide");
  return made;
}

/** The page's own listener does the leaving. */
function exit(): HTMLElement {
  return el("button", { type: "button", class: "button button--primary button--wide", "data-action": "exit" }, t("wipe.leave"));
}

Object.assign(globalThis, { wipeCard: (tools: OutboxTools) => new WipeCard(tools).element });
