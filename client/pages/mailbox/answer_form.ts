/**
 * The answer to a desk: words, photos cleaned as for a report, "it was put right" or "open it
 * again". Sealed on the phone, with or without signal, to the desks that wrote.
 */
import { type Attachment, PacketError } from "../../shared/crypto/packet.ts";
import { sealPacket } from "../../shared/crypto/seal.ts";
import { t } from "../../shared/i18n/index.ts";
import type { Desk, KeyList } from "../../shared/keys/index.ts";
import type { Mailbox } from "../../shared/mailbox/open.ts";
import { OutboxError } from "../../shared/outbox/index.ts";
import type { DraftContent, OutboxItem, OutboxStore } from "../../shared/outbox/types.ts";
import { el, find, say } from "../common/dom.ts";
import { Attachments } from "../report/attachments.ts";
import { tellCost } from "../report/cost.ts";
import { Drafts } from "../report/drafts.ts";
import { problemWords } from "../report/problem_words.ts";
import { offerVoice } from "../report/voice_loader.ts";
import { followUp, saysSomething, type Typed } from "./follow_up.ts";

export class AnswerForm {
  private form = find<HTMLFormElement>("[data-answer]");
  private problem = find("[data-answer-problem]");
  private told = find("[data-answered]");
  private send = find<HTMLButtonElement>("[data-action=send]");
  private attachments = new Attachments(() => this.changed(true), (sentence) => say(this.problem, sentence));
  private sealed: () => Promise<void>;
  private outbox: OutboxStore | null = null;
  private drafts: Drafts | null = null;
  /** Ends once the draft of before is in the form. */
  private resumed = Promise.resolve();
  /** What is to be kept: also as long as the form is closed. */
  private written: DraftContent | null = null;
  /** The packet that there was no room for: its draft stays until it has arrived. */
  private unsaved = "";
  private mailbox: Pick<Mailbox, "id" | "recipient"> | null = null;
  private keys: KeyList | null = null;
  /** The ids of the desks that wrote. */
  private wrote: string[] = [];
  /** Which desks are offered, and whether ticked: changes with them. */
  private shown = "";
  private sealing = false;

  /** `sealed`: there is one packet more in the outbox. */
  constructor(sealed: () => Promise<void>) {
    this.sealed = sealed;
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.seal();
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void this.drafts?.save());
    offerVoice((file) => this.attachments.addFile(file), (sentence) => say(this.problem, sentence));
  }

  open({ id, recipient }: Mailbox): void {
    this.mailbox = { id, recipient };
    this.showDesks();
    tellCost({}, []);
    this.resumed = this.resume(id);
  }

  /** From now on what is typed outlives the page, as a draft of this tab does. */
  useOutbox(outbox: OutboxStore): void {
    this.outbox = outbox;
    this.drafts = new Drafts(outbox, {
      content: () => this.written,
      kept: (kept) => this.form.setAttribute("data-state", kept ? "draft" : "empty"),
      failed: (error) => error instanceof OutboxError && error.code === "quota" && say(this.problem, t("report.problem_quota")),
    }, "answer");
    if (this.mailbox) this.resumed = this.resume(this.mailbox.id);
  }

  /** Null: nothing may be sealed, for the reason that `problem` tells. */
  useKeys(keys: KeyList | null, problem: string | null): void {
    this.keys = keys;
    this.send.disabled = !keys;
    find<HTMLInputElement>("[name=files]").disabled = !keys;
    say(this.problem, problem);
    this.showDesks();
  }

  /** Who wrote is answered. */
  useWriters(desks: string[]): void {
    this.wrote = desks;
    this.showDesks();
  }

  /** A packet that was in memory only has arrived: its draft has done its work. */
  moved({ id, state }: OutboxItem): void {
    if (state !== "received" || id !== this.unsaved) return;
    this.unsaved = "";
    if (!this.written) void this.forget();
  }

  /** Nothing of it is on the screen any more; what was typed waits, unreadable, for the same code in this tab. */
  close(): void {
    const kept = this.drafts?.save();
    this.mailbox = null;
    this.wrote = [];
    this.clear();
    for (const place of [this.problem, this.told]) say(place, null);
    void kept?.then(() => {
      if (!this.mailbox) this.written = null;
    });
  }

  /** The draft is gone for good. */
  async forget(): Promise<void> {
    this.written = null;
    await this.drafts?.finish(async (id) => this.outbox?.discardDraft(id)).catch(() => undefined);
  }

  private clear(): void {
    this.form.reset();
    this.attachments.clear();
    this.shown = "";
    this.showDesks();
    tellCost({}, []);
  }

  /** What was typed about this mailbox before the page was pushed out of memory. */
  private async resume(mailbox: string): Promise<void> {
    const draft = await this.drafts?.resume().catch(() => null);
    if (draft?.fields["mailbox"] !== mailbox || this.mailbox?.id !== mailbox || this.written) return;
    const { text, answer, unfinished } = draft.fields;
    find<HTMLTextAreaElement>("[name=text]").value = String(text);
    const chosen = this.form.querySelector<HTMLInputElement>(`[name=answer][value="${CSS.escape(String(answer))}"]`);
    if (chosen) chosen.checked = true;
    this.attachments.restore(draft.attachments, Number(unfinished));
    this.written = draft;
    say(this.told, t("mailbox.answer_draft"));
    tellCost({ text: this.typed.text }, this.attachments.ready);
  }

  private get typed(): Typed {
    const data = new FormData(this.form);
    return { text: String(data.get("text") ?? ""), answer: String(data.get("answer") ?? "") };
  }

  /** Words are kept soon, files at once. */
  private changed(files = false): void {
    const { mailbox, typed } = this;
    if (!mailbox) return;
    const { ready: attachments, unfinished } = this.attachments;
    tellCost({ text: typed.text }, attachments);
    const worthIt = saysSomething(typed, attachments.length + unfinished);
    this.written = worthIt ? { fields: { ...typed, unfinished, mailbox: mailbox.id }, attachments } : null;
    void this.resumed.then(() => files ? this.drafts?.save() : this.drafts?.touch());
  }

  /** Those that wrote; where no letter is open, all, and the reporter says which it was. */
  private showDesks(): void {
    const listed = this.keys?.desks ?? [];
    const writers = listed.filter(({ id }) => this.wrote.includes(id));
    const offered = writers.length ? writers : listed;
    const ticked = writers.length > 0 || listed.length === 1;
    find("[data-desks-hint]").textContent = t(writers.length ? "mailbox.answer_desks" : "mailbox.answer_any_desk");
    const shown = [ticked, ...offered.map(({ id }) => id)].join();
    if (shown === this.shown) return; // What was unticked stays so.
    this.shown = shown;
    find("[data-desks]").replaceChildren(...offered.map((desk) => choice(desk, ticked)));
  }

  private chosen(): Desk[] {
    const ids = new FormData(this.form).getAll("desk");
    return (this.keys?.desks ?? []).filter(({ id }) => ids.includes(id));
  }

  private async seal(): Promise<void> {
    if (this.sealing || !this.mailbox || !this.keys) return;
    this.sealing = true;
    say(this.told, null);
    try {
      const files = await this.attachments.settled();
      const obstacle = this.obstacle(files.length);
      say(this.problem, obstacle);
      if (!obstacle) await this.sealNow(files);
    } catch (error) {
      say(this.problem, problemWords(error));
    } finally {
      this.sealing = false;
    }
  }

  /** What keeps it from being sealed, in words; null when nothing does. */
  private obstacle(files: number): string | null {
    if (!saysSomething(this.typed, files)) return t("plain.answer_missing");
    return this.chosen().length ? null : t("report.no_desk");
  }

  private async sealNow(files: Attachment[]): Promise<void> {
    const { mailbox, keys } = this;
    if (!mailbox || !keys) return; // Closed meanwhile, or a key was swapped.
    const packet = await sealPacket(followUp(this.typed, mailbox, __LANG__), files, this.chosen());
    if (packet.bytes.length > keys.limits.packet) throw new PacketError("packet_limits");
    await this.drafts?.finish(async (id) => {
      const saved = await this.outbox?.putSealed(packet, id);
      this.unsaved = saved ? "" : packet.id;
      this.written = null;
      this.clear();
      say(this.told, t(saved ? "mailbox.answered" : "mailbox.answered_unsaved"));
      return saved;
    });
    await this.sealed();
  }
}

function choice({ id, name }: Desk, checked: boolean): HTMLElement {
  const box = el("input", { type: "checkbox", name: "desk", value: id, checked, autocomplete: "off" });
  return el("label", { class: "choice" }, box, el("span", {}, name[__LANG__]));
}
