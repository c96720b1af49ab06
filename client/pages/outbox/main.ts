/**
 * All that can be done with packets, in a script of its own: writing, sealing and delivering do
 * without it. It dresses the rows of the first page, and adds its own part at `#outbox`.
 */
import { el, find } from "../common/dom.ts";
import { t } from "../../shared/i18n/index.ts";
import type { OutboxTools } from "../report/outbox_loader.ts";
import { choices } from "./choices.ts";
import { KeysCard } from "./keys.ts";
import { Rows } from "./rows.ts";
import { handedByWorker } from "./shared_files.ts";
import { isCarried, takeIn } from "./take_in.ts";

class OutboxPage {
  private tools: OutboxTools;
  private told = el("p", { class: "notice", role: "status", "data-told": true, hidden: true });
  private empty = el("p", { class: "soft" }, t("outbox.empty"));
  private part: HTMLElement;
  private keys: KeysCard;

  constructor(tools: OutboxTools) {
    this.tools = tools;
    this.keys = new KeysCard(tools);
    this.part = el("section", { class: "outbox", "data-outbox-page": true }, this.empty, takeInCard((files) => this.take(files)), choices(tools), this.keys.element);
    find("[data-outbox]").before(this.told);
    find("[data-outbox]").after(this.part);
    const rows = new Rows(tools, (words) => this.tell(words));
    tools.packets.view.dress = (row, item) => rows.dress(row, item);
    this.openFiles();
    void this.addCards();
  }

  /** Scripts of their own; the page does without one that cannot be had. */
  private async addCards(): Promise<void> {
    const made = globalThis as Record<string, unknown> as Record<string, (tools: OutboxTools) => HTMLElement>;
    for (const name of ["cover", "wipe"]) {
      const card = this.tools.load(name).then(() => made[`${name}Card`]!(this.tools));
      await card.then((one) => this.part.append(one)).catch(() => undefined);
    }
  }

  async visit(place: string): Promise<void> {
    this.part.hidden = place !== "#outbox";
    if (!this.part.hidden) void this.keys.show().catch(() => undefined);
    if (place === "#shared") await this.takeShared();
    await this.show();
  }

  private async show(): Promise<void> {
    await this.tools.packets.view.showAll();
    this.empty.hidden = !this.tools.packets.view.isEmpty;
  }

  private tell(words: string): void {
    this.told.textContent = words;
    this.told.hidden = false;
    this.told.scrollIntoView({ block: "nearest" });
  }

  /** Packets of other people, one after the other; the last word is about the last of them. */
  private async take(files: File[]): Promise<void> {
    for (const file of files) this.tell(await takeIn(this.tools.outbox, file));
    this.tools.packets.reconsider();
    await this.show();
  }

  private async takeShared(): Promise<void> {
    history.replaceState(null, "", location.pathname);
    const files = await handedByWorker();
    if (!files.length) this.tell(t("outbox.shared_lost"));
    const carried: File[] = [];
    for (const file of files) {
      if (await isCarried(file)) carried.push(file);
      else this.tools.attach(file);
    }
    if (carried.length) await this.take(carried);
  }

  /** Where the system opens our files with us. */
  private openFiles(): void {
    interface Handle {
      getFile(): Promise<File>;
    }
    const { launchQueue } = globalThis as {
      launchQueue?: { setConsumer(take: (launch: { files: Handle[] }) => void): void };
    };
    launchQueue?.setConsumer(({ files }) => {
      if (files.length) void Promise.all(files.map((file) => file.getFile())).then((all) => this.take(all));
    });
  }
}

function takeInCard(take: (files: File[]) => Promise<void>): HTMLElement {
  const input = el("input", { class: "sr-only", type: "file", name: "carried", multiple: true, "aria-describedby": "take-in-hint" });
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    input.value = "";
    void take(files);
  });
  return el("section", { class: "card" },
    el("h2", {}, t("outbox.take_in_title")),
    el("p", { class: "soft", id: "take-in-hint" }, t("outbox.take_in_hint")),
    el("label", { class: "button button--wide picker" }, input, t("outbox.take_in")));
}

let page: OutboxPage | null = null;

(globalThis as { outboxPage?: (tools: OutboxTools, place: string) => void }).outboxPage = (tools, place) => {
  page ??= new OutboxPage(tools);
  void page.visit(place);
};
