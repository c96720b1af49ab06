/**
 * The answer to a desk: words, photos cleaned as for a report, "it was put right" or "open it
 * again". Sealed on the phone, with or without signal, to the desks that wrote.
 */
import { type Attachment, PacketError, type SealedPacket } from "../../shared/crypto/packet.ts";
import { sealPacket } from "../../shared/crypto/seal.ts";
import { t } from "../../shared/i18n/index.ts";
import type { Desk, KeyList } from "../../shared/keys/index.ts";
import type { Mailbox } from "../../shared/mailbox/open.ts";
import { el, find, say } from "../common/dom.ts";
import { Attachments } from "../report/attachments.ts";
import { tellCost } from "../report/cost.ts";
import { problemWords } from "../report/problem_words.ts";
import { offerVoice } from "../report/voice_loader.ts";
import { followUp, saysSomething, type Typed } from "./follow_up.ts";

/** Keeps what was sealed; false: in memory only. */
type Keep = (packet: SealedPacket) => Promise<boolean>;

export class AnswerForm {
  private form = find<HTMLFormElement>("[data-answer]");
  private problem = find("[data-answer-problem]");
  private told = find("[data-answered]");
  private send = find<HTMLButtonElement>("[data-action=send]");
  private attachments = new Attachments(() => this.changed(), (sentence) => say(this.problem, sentence));
  private keep: Keep;
  private mailbox: Pick<Mailbox, "id" | "recipient"> | null = null;
  private keys: KeyList | null = null;
  /** The ids of the desks that wrote. */
  private wrote: string[] = [];
  /** Which desks are offered, and whether ticked: changes with them. */
  private shown = "";
  private sealing = false;

  constructor(keep: Keep) {
    this.keep = keep;
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.seal();
    });
    offerVoice((file) => this.attachments.addFile(file), (sentence) => say(this.problem, sentence));
  }

  open({ id, recipient }: Mailbox): void {
    this.mailbox = { id, recipient };
    this.showDesks();
    this.changed();
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

  clear(): void {
    this.form.reset();
    this.attachments.clear();
    this.shown = "";
    this.showDesks();
    this.changed();
  }

  close(): void {
    this.mailbox = null;
    this.wrote = [];
    this.clear();
    for (const place of [this.problem, this.told]) say(place, null);
  }

  private get typed(): Typed {
    const data = new FormData(this.form);
    return { text: String(data.get("text") ?? ""), answer: String(data.get("answer") ?? "") };
  }

  private changed(): void {
    tellCost({ text: this.typed.text }, this.attachments.ready);
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
    const saved = await this.keep(packet);
    this.clear();
    say(this.told, t(saved ? "mailbox.answered" : "mailbox.answered_unsaved"));
  }
}

function choice({ id, name }: Desk, checked: boolean): HTMLElement {
  const box = el("input", { type: "checkbox", name: "desk", value: id, checked, autocomplete: "off" });
  return el("label", { class: "choice" }, box, el("span", {}, name[__LANG__]));
}
