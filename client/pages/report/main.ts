/** The reporter's page: write, clean, seal, keep, deliver. Wiring only. */
import { sealPacket } from "../../shared/crypto/seal.ts";
import { PacketError, type ReportDraft } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { OutboxError, requestPersistence } from "../../shared/outbox/index.ts";
import type { OutboxItem, OutboxStore } from "../../shared/outbox/types.ts";
import { find, say } from "../common/dom.ts";
import { Attachments } from "./attachments.ts";
import { prepareCode, takeCode } from "./code_loader.ts";
import { tellCost } from "./cost.ts";
import { DeskKeys, type KeysTold } from "./desk_keys.ts";
import { showDesks } from "./desks.ts";
import { Drafts } from "./drafts.ts";
import { ReportForm } from "./form.ts";
import { offerWayOut } from "./in_app_loader.ts";
import { isPosterLink, keyCheck } from "./keys_loader.ts";
import { openOutbox } from "./open_outbox.ts";
import { fetchOutboxPage, openOutboxPage } from "./outbox_loader.ts";
import { type Packets, packetsOf } from "./packets.ts";
import { PlaceFields } from "./places.ts";
import { offerToPrepare } from "./prepare_loader.ts";
import { problemWords } from "./problem_words.ts";
import { offerVoice } from "./voice_loader.ts";
import { chosen } from "./sending.ts";
import { fetchWork } from "../../shared/work/loader.ts";
import { keepOnPhone } from "./worker.ts";

class ReportPage {
  private status = find("[data-status]");
  private problem = find("[data-problem]");
  private send = find<HTMLButtonElement>("[data-action=send]");
  private received = find("[data-received-panel]");
  private places = new PlaceFields();
  private form = new ReportForm(this.places);
  private attachments = new Attachments(() => this.changed(true), (sentence) => say(this.problem, sentence));
  private outbox: OutboxStore;
  private drafts: Drafts;
  private packets: Packets;
  private keys: DeskKeys;
  private begun = Promise.resolve();
  /** The packet that there was no room for: its draft stays until it has arrived. */
  private unsaved = "";

  constructor(outbox: OutboxStore) {
    this.outbox = outbox;
    this.keys = new DeskKeys(outbox, this.useKeys);
    this.drafts = new Drafts(outbox, {
      content: () => this.draft(),
      kept: (kept) => this.kept(kept),
      failed: (error) => this.notSaved(error),
    });
    this.packets = packetsOf(outbox, () => this.keys.list?.fresh || this.keys.refresh(), (item) => this.moved(item));
  }

  async start(): Promise<void> {
    this.listen();
    await (this.begun = this.begin());
  }

  private async begin(): Promise<void> {
    await this.packets.show();
    void this.visit();
    await this.keys.refresh();
    await this.places.load().catch(() => undefined);
    await this.resumeDraft();
  }

  get idle(): boolean {
    const { ready, unfinished } = this.attachments;
    return this.form.isEmpty && ready.length + unfinished === 0;
  }

  private useKeys: KeysTold = (told) => {
    if (told === "none") this.status.textContent = t("report.no_keys");
    else if (told === "changed") {
      delete document.documentElement.dataset["ready"];
      this.status.textContent = "";
      say(this.problem, t("report.key_changed"));
    } else {
      showDesks(told.desks);
      this.status.textContent = t(this.outbox.durable && "serviceWorker" in navigator ? "report.ready" : "report.ready_memory");
      document.documentElement.dataset["ready"] = "";
      this.form.light();
    }
  };

  /** `#outbox` shows all that can be done with packets, `#shared` takes what another app handed over. */
  private async visit(): Promise<void> {
    const { hash } = location;
    if (hash === "#outbox") this.showForm(false);
    const { outbox, packets } = this;
    if (!hash && packets.view.isEmpty && !chosen("cover")) return;
    const tools = {
      outbox, packets, keyCheck,
      seal: async (report: ReportDraft) => this.keys.list && sealPacket(report, [], this.keys.list.desks.slice(0, 1)),
      attach: (file: File) => void this.begun.then(() => this.attachments.addFile(file)),
    };
    await openOutboxPage(tools, hash).catch(() => {
      if (hash) this.status.textContent = t("report.needs_signal");
    });
  }

  private listen(): void {
    this.form.element.addEventListener("input", () => this.changed());
    this.form.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.seal();
    });
    offerVoice((file) => this.attachments.addFile(file), (sentence) => say(this.problem, sentence));
    find("[data-action=again]").addEventListener("click", () => this.writeAgain());
    find("[data-action=restore]").addEventListener("click", () => this.draftPrompt(false));
    find("[data-action=discard]").addEventListener("click", () => void this.discardDraft());
    this.packets.listen();
    addEventListener("hashchange", () => {
      if (isPosterLink()) return void this.keys.refresh();
      this.showForm(true);
      void this.visit();
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void this.drafts.save());
    addEventListener("left", () => void this.drafts.finish((id) => this.outbox.discardDraft(id)));
  }

  /** Words are kept soon, files at once. */
  private changed(files = false): void {
    this.form.light();
    tellCost(this.form.fields, this.attachments.ready);
    void prepareCode();
    if (files) void this.drafts.save();
    else this.drafts.touch();
  }

  private draft() {
    const { ready: attachments, unfinished } = this.attachments;
    return this.idle ? null : { fields: { ...this.form.fields, unfinished }, attachments };
  }

  private kept(kept: boolean): void {
    this.form.element.setAttribute("data-state", kept ? "draft" : "empty");
    if (this.problem.textContent === t("report.problem_quota")) say(this.problem, null);
  }

  private notSaved(error: unknown): void {
    if (error instanceof OutboxError && error.code === "quota") say(this.problem, t("report.problem_quota"));
  }

  private async resumeDraft(): Promise<void> {
    const draft = await this.drafts.resume();
    if (!draft || !this.idle) return;
    this.form.fields = draft.fields as Record<string, string>;
    this.attachments.restore(draft.attachments, Number(draft.fields["unfinished"] ?? 0));
    this.form.light();
    this.draftPrompt(true);
  }

  private draftPrompt(shown: boolean): void {
    find("[data-draft-prompt]").hidden = !shown;
  }

  private async discardDraft(): Promise<void> {
    this.unsaved = "";
    await this.drafts.finish(async (id) => {
      await this.outbox.discardDraft(id);
      this.clear();
    });
  }

  private clear(): void {
    this.draftPrompt(false);
    this.attachments.clear();
    this.form.clear();
    if (this.keys.list) showDesks(this.keys.list.desks);
    this.form.light();
    tellCost({}, []);
  }

  private async seal(): Promise<void> {
    if (this.send.disabled || !this.keys.list) return;
    const label = this.send.textContent;
    this.send.disabled = true;
    this.send.textContent = t("report.sealing");
    try {
      const attachments = await this.attachments.settled();
      const obstacle = this.form.obstacle(attachments.length > 0);
      say(this.problem, obstacle);
      if (!obstacle) await this.sealNow(attachments);
    } catch (error) {
      say(this.problem, problemWords(error));
    } finally {
      this.send.textContent = label;
      this.send.disabled = !this.keys.list;
    }
  }

  private async sealNow(attachments: Parameters<typeof sealPacket>[1]): Promise<void> {
    const { desks: chosen } = this.form;
    const desks = (this.keys.list?.desks ?? []).filter(({ id }) => chosen.includes(id));
    const code = await takeCode();
    const packet = await sealPacket({ ...this.form.report(), mailbox: code?.mailbox ?? null }, attachments, desks);
    if (packet.bytes.length > (this.keys.list?.limits.packet ?? 0)) throw new PacketError("packet_limits");
    await this.drafts.finish(async (id) => {
      this.unsaved = (await this.outbox.putSealed(packet, id)) ? "" : packet.id;
      if (!this.unsaved) this.clear();
      return !this.unsaved;
    });
    void requestPersistence();
    this.showForm(false);
    await this.packets.show();
    find("[data-outbox]").scrollIntoView();
    void this.visit();
    if (code) code.show(this.outbox.durable);
    else this.status.textContent = t("report.no_code");
  }

  private moved(item: OutboxItem): void {
    if (item.state !== "received" || item.cover) return;
    if (item.id === this.unsaved) void this.discardDraft();
    this.received.dataset["received"] = item.id;
    this.received.hidden = false;
    if (this.form.element.hidden && !document.querySelector("[data-code]")) this.received.focus();
  }

  private writeAgain(): void {
    history.replaceState(null, "", location.pathname + location.search);
    void this.visit();
    if (this.unsaved) void this.discardDraft();
    this.showForm(true);
    find("#text").focus();
  }

  private showForm(shown: boolean): void {
    this.form.element.hidden = !shown;
    find("[data-action=again]").hidden = shown;
    this.received.hidden = true;
  }
}

async function main(): Promise<void> {
  offerWayOut();
  fetchWork();
  try {
    const page = new ReportPage(await openOutbox());
    await page.start();
    offerToPrepare();
    fetchOutboxPage();
    await keepOnPhone(() => page.idle);
  } catch (error) {
    const outdated = error instanceof OutboxError && error.code === "outdated";
    find("[data-status]").textContent = t(outdated ? "report.locked_by_old_tab" : "error.unknown");
  }
}

void main();
