/**
 * Shows the receipt code until the reporter has written it down, and asks for a part of it back.
 *
 * It stands on the page and nowhere else, for as short as can be: gone with the answer, and when
 * the page is left. Nothing here asks "do you really want to leave", as that would stop the quick
 * exit.
 */
import { t } from "../../shared/i18n/index.ts";
import { GROUPS, groupsOf, readDigits } from "../../shared/mailbox/code.ts";
import { random } from "../../shared/crypto/bytes.ts";
import { forgetCode } from "../../shared/outbox/codes.ts";
import { button, el, find, say } from "../common/dom.ts";
import { keepChoice } from "./keep.ts";
import { saveButton } from "./save_picture.ts";

const COVER = "····";

/** Tells the parts of several panels apart. */
let panels = 0;

export class CodePanel {
  private code: string;
  /** The choice to keep it, where it could be kept. */
  private keep: HTMLElement[];
  private name = `code-${++panels}`;
  /** Which group is asked for, from 0. */
  private asked = (random(1)[0] ?? 0) % GROUPS;
  private groups: HTMLElement[];
  private input = el("input", {
    name: "group", id: `${this.name}-group`, inputmode: "numeric", autocomplete: "off", maxlength: 12, "aria-describedby": `${this.name}-wrong`,
  });
  private wrong = el("p", { class: "error", id: `${this.name}-wrong`, role: "alert", hidden: true });
  private told = el("p", { class: "soft", role: "status" });
  private panel = el("section", { class: "card", role: "group", "aria-labelledby": `${this.name}-title`, "data-code-panel": true, tabindex: -1 });

  constructor(code: string, durable: boolean) {
    this.code = code;
    this.keep = durable ? keepChoice(code, (words) => this.tell(words)) : [];
    this.groups = groupsOf(code).map((group) => el("span", {}, group));
    addEventListener("pagehide", () => this.wipe(), { once: true });
  }

  /** An earlier code that nobody wrote down yet stays beside it. */
  show(): void {
    document.querySelector("[data-code-done]")?.parentElement?.remove();
    this.full();
    find("[data-outbox]").before(this.panel);
    this.panel.scrollIntoView();
  }

  private full(): void {
    this.panel.replaceChildren(
      el("h2", { id: `${this.name}-title` }, t("code.title")),
      el("p", {}, t("code.why")),
      this.digits(),
      el("div", { class: "row" }, ...this.copyButton(), saveButton(this.code, (words) => this.tell(words))),
      this.told,
      ...this.keep,
      this.question(),
      button(t("code.decline"), "code-decline", () => this.askToDiscard()),
    );
  }

  private tell(words: string): void {
    this.told.textContent = words;
  }

  private digits(): HTMLElement {
    const shown = el("p", { "data-code": true, translate: "no" });
    this.groups.forEach((group, n) => shown.append(...(n ? [" "] : []), group));
    Object.assign(shown.style, {
      display: "grid", gridTemplateColumns: "repeat(3, auto)", justifyContent: "center", gap: "0.25rem 1.25rem",
      font: "700 1.75rem/1.5 ui-monospace, monospace", userSelect: "all",
    });
    return shown;
  }

  private copyButton(): HTMLElement[] {
    const { clipboard } = navigator as Partial<Navigator>;
    if (!clipboard) return [];
    const copy = () => clipboard.writeText(groupsOf(this.code).join(" ")).then(
      () => this.tell(t("code.copied")), () => this.tell(t("code.copy_failed")));
    return [button(t("code.copy"), "code-copy", () => void copy())];
  }

  /** While it is answered the group is covered: who wrote it down needs no look at it. */
  private question(): HTMLElement {
    const label = el("label", { for: `${this.name}-group` }, t("code.ask", { n: this.asked + 1 }));
    const done = el("button", { type: "submit", class: "button button--primary button--wide", "data-action": "code-confirm" }, t("code.done"));
    const form = el("form", { class: "field", autocomplete: "off", novalidate: true }, label, this.input, this.wrong, done);
    this.input.addEventListener("focus", () => this.cover(true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    return form;
  }

  private cover(covered: boolean): void {
    const group = this.groups[this.asked];
    if (group) group.textContent = covered ? COVER : groupsOf(this.code)[this.asked] ?? "";
  }

  private check(): void {
    if (readDigits(this.input.value) === groupsOf(this.code)[this.asked]) return this.finish(t("code.kept_well"), mailboxLink());
    this.cover(false);
    this.input.value = "";
    say(this.wrong, t("code.wrong", { n: this.asked + 1 }));
  }

  private askToDiscard(): void {
    this.panel.replaceChildren(
      el("h2", { id: `${this.name}-title` }, t("code.decline")),
      el("p", {}, t("code.decline_means")),
      el("div", { class: "row" },
        button(t("code.back"), "code-back", () => this.full()),
        button(t("code.discard"), "code-discard", () => void this.discard())),
    );
  }

  private async discard(): Promise<void> {
    if (this.keep.length) await forgetCode(this.code).catch(() => undefined);
    this.finish(t("code.discarded"));
  }

  private finish(words: string, ...more: HTMLElement[]): void {
    this.wipe();
    this.panel.replaceChildren(el("p", { role: "status", "data-code-done": true }, words), ...more);
  }

  /** Out of the page and out of reach of scripts. */
  private wipe(): void {
    this.code = "";
    this.input.value = "";
    for (const group of this.groups) group.textContent = "";
    if (this.panel.isConnected) this.panel.replaceChildren();
  }
}

/** To where the code is of use, once it is safe. */
const mailboxLink = (): HTMLElement =>
  el("a", { class: "button", href: __LANG__ === "th" ? "/mailbox" : "/en/mailbox" }, t("code.open"));
