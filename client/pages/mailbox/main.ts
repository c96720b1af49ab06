/**
 * The mailbox: a receipt code typed on any phone shows where the case stands and what the desk
 * wrote, and lets the reporter answer. Code, token and letters are in this page's memory only, and
 * go with it. Wiring only.
 */
import { type Key, t } from "../../shared/i18n/index.ts";
import { requestPersistence } from "../../shared/outbox/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { casesOf } from "../../shared/mailbox/cases.ts";
import { Letters, type Read } from "../../shared/mailbox/letters.ts";
import type { Mailbox } from "../../shared/mailbox/open.ts";
import { PostError } from "../../shared/mailbox/post.ts";
import { scriptUrl } from "../../shared/trusted/index.ts";
import { fetchWork } from "../../shared/work/loader.ts";
import { derive } from "../code/derive.ts";
import { find, say } from "../common/dom.ts";
import { hasLeft } from "../common/leave.ts";
import { DeskKeys, type KeysTold } from "../report/desk_keys.ts";
import { openOutbox } from "../report/open_outbox.ts";
import { type Packets, packetsOf } from "../report/packets.ts";
import { keepOnPhone } from "../report/worker.ts";
import { AnswerForm } from "./answer_form.ts";
import { caseCard } from "./case_card.ts";
import { CodeForm } from "./code_form.ts";
import { showKeptCodes } from "./kept_codes.ts";
import { keepPage } from "./keep_page.ts";
import { letterCard, refusedCard } from "./letters_view.ts";

class MailboxPage {
  private status = find("[data-status]");
  private problem = find("[data-problem]");
  private opened = find("[data-opened]");
  private closed = find("[data-closed]");
  private letters: Letters | null = null;
  /** Counts openings, so that one which was called off shows nothing. */
  private turn = 0;
  private form = new CodeForm((code) => void this.open(code));
  private answer = new AnswerForm(() => this.sealed());
  private keys: DeskKeys | null = null;
  private packets: Packets | null = null;

  constructor() {
    find("[data-action=fetch-letters]").addEventListener("click", () => void this.fetch());
    find("[data-action=close-mailbox]").addEventListener("click", () => {
      void this.answer.forget();
      this.close();
    });
    addEventListener("pagehide", () => hasLeft() || this.close());
    addEventListener("left", () => {
      void this.answer.forget();
      this.forgetMailbox();
    });
    addEventListener("online", () => void this.fetch());
    this.rest();
  }

  get idle(): boolean {
    return this.letters === null && this.form.isEmpty;
  }

  /** Letters can be read without any of this. */
  async startSending(): Promise<void> {
    try {
      await this.useOutbox(await openOutbox());
    } catch {
      this.answer.useKeys(null, t("report.locked_by_old_tab"));
    }
  }

  private async useOutbox(outbox: OutboxStore): Promise<void> {
    const keys = (this.keys = new DeskKeys(outbox, this.useKeys));
    this.packets = packetsOf(outbox, () => keys.list?.fresh || keys.refresh(), (item) => this.answer.moved(item));
    this.answer.useOutbox(outbox);
    this.packets.listen();
    await this.packets.show();
    await keys.refresh();
  }

  /** An answer waits among the reports, for the same sender. */
  private async sealed(): Promise<void> {
    void requestPersistence();
    await this.packets?.show();
  }

  private useKeys: KeysTold = (told) => {
    if (typeof told !== "string") this.answer.useKeys(told, null);
    else this.answer.useKeys(null, t(told === "changed" ? "report.key_changed" : "mailbox.answer_no_keys"));
    if (this.letters) this.paint(this.letters);
  };

  private async open(code: string): Promise<void> {
    const turn = ++this.turn;
    say(this.problem, null);
    say(this.status, t("mailbox.opening"));
    this.form.busy(true);
    const mailbox = await derive(code, scriptUrl("code")).catch(() => null);
    this.form.busy(false);
    if (turn !== this.turn) return;
    if (mailbox) await this.show(mailbox);
    else this.failed(t("mailbox.problem_script"));
  }

  private async show(mailbox: Mailbox): Promise<void> {
    this.letters = new Letters(mailbox);
    this.answer.open(mailbox);
    this.form.clear();
    this.swap(true);
    await this.fetch();
  }

  private async fetch(): Promise<void> {
    const { letters } = this;
    if (!letters) return;
    say(this.problem, null);
    say(this.status, t("mailbox.fetching"));
    try {
      await letters.fetch(() => this.paint(letters));
      this.paint(letters);
      if (letters === this.letters) say(this.status, t(letters.all.length ? "mailbox.fetched" : "mailbox.empty"));
    } catch (error) {
      if (letters === this.letters) this.failed(problemWords(error));
    }
  }

  private failed(words: string): void {
    say(this.status, null);
    say(this.problem, words);
  }

  private paint(letters: Letters): void {
    if (letters !== this.letters) return; // Closed meanwhile.
    const cases = casesOf(letters.opened.map(({ letter }) => letter));
    find("[data-cases]").replaceChildren(...cases.map((told) => caseCard(told, this.nameOf(told.desk))));
    find("[data-letters]").replaceChildren(...letters.all.map((one) => this.card(one, () => void this.forget(letters, one.id))));
    find("[data-letters-panel]").hidden = !letters.all.length;
    this.answer.useWriters(cases.map(({ desk }) => desk));
  }

  private card(one: Read, forget: () => void): HTMLElement {
    if ("refused" in one) return refusedCard(one.id, one.refused, forget);
    const { desk } = one.opened.letter;
    return letterCard(one.id, one.opened, this.nameOf(desk) ?? desk, forget);
  }

  /** The desk's name; null when it is not on the list; its id as long as there is no list. */
  private nameOf(id: string): string | null {
    if (!this.keys?.list) return id;
    return this.keys.list.desks.find((desk) => desk.id === id)?.name[__LANG__] ?? null;
  }

  private async forget(letters: Letters, id: string): Promise<void> {
    if (!confirm(t("mailbox.delete_sure"))) return;
    try {
      await letters.forget(id);
      this.paint(letters);
    } catch (error) {
      if (letters === this.letters) this.failed(problemWords(error));
    }
  }

  /** Whatever is still on its way is shown to nobody. */
  private forgetMailbox(): void {
    this.turn++;
    this.letters?.close();
    this.letters = null;
  }

  /** Nothing of it stays on the page or in reach. */
  private close(): void {
    this.forgetMailbox();
    for (const place of ["[data-cases]", "[data-letters]"]) find(place).replaceChildren();
    this.answer.close();
    this.form.clear();
    this.swap(false);
    this.rest();
  }

  /** Shows either the field for the code or what it opened. */
  private swap(opened: boolean): void {
    this.opened.hidden = !opened;
    this.closed.hidden = opened;
  }

  private rest(): void {
    say(this.problem, null);
    say(this.status, t("mailbox.ready"));
    void showKeptCodes((code) => void this.open(code));
  }
}

const WORDS: Record<string, Key> = { too_many_tries: "mailbox.problem_often", mailbox_token: "mailbox.code_wrong" };

const problemWords = (error: unknown): string =>
  t((error instanceof PostError && WORDS[error.code]) || "mailbox.problem_network");

const page = new MailboxPage();
document.documentElement.dataset["ready"] = "";
void page.startSending();
fetchWork();
void keepPage().catch(() => undefined);
void keepOnPhone(() => page.idle).catch(() => undefined);
