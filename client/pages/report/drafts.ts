/**
 * A draft lives as long as its tab: written within a second, encrypted under a key that only this
 * tab's session storage holds.
 */
import type { Attachment } from "../../shared/crypto/packet.ts";
import type { DraftContent, KeyHolder, OutboxStore } from "../../shared/outbox/types.ts";
import { hasLeft } from "../common/leave.ts";

const KEY = "draft-key";
const PAUSE_MS = 400;

/** What is gone when the tab is, but not when a tab is brought back; nothing where storage is forbidden, nor after leaving. */
function tab(name: string, value?: string): string | null {
  try {
    if (value && !hasLeft()) sessionStorage.setItem(name, value);
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Where the drafts' key is kept. */
export const keyHolder: KeyHolder = { get: () => tab(KEY), set: (key) => void tab(KEY, key) };

/**
 * Holds a lock for as long as the page lives, or says that another tab may have it: without locks
 * nobody knows, and a copy too many is better than two tabs that write over each other.
 */
async function claim(id: string): Promise<boolean> {
  if (!navigator.locks) return false;
  return new Promise((resolve) => {
    navigator.locks.request(`draft ${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => undefined) : undefined;
    }).catch(() => resolve(false));
  });
}

export interface DraftPage {
  /** What is to be kept, or null when there is nothing worth keeping. */
  content(): DraftContent | null;
  /** Called after each save: whether a draft is kept now. */
  kept(kept: boolean): void;
  failed(error: unknown): void;
}

export class Drafts {
  private outbox: OutboxStore;
  private page: DraftPage;
  private name: string;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** The files of the last draft that was kept whole. */
  private safe: Attachment[] = [];
  private writing: Promise<void> = Promise.resolve();
  id = "";

  /** `name`: under which this tab knows its draft; one for each kind of page. */
  constructor(outbox: OutboxStore, page: DraftPage, name = "draft") {
    this.outbox = outbox;
    this.page = page;
    this.name = name;
  }

  /** What this tab left unfinished. A tab that was duplicated goes on with a copy of its own. */
  async resume(): Promise<DraftContent | null> {
    const before = tab(this.name);
    const found = before ? await this.outbox.loadDraft(before) : null;
    if (found && before && (before === this.id || (await claim(before)))) {
      this.id = before;
      return found;
    }
    await this.fresh();
    if (found) await this.outbox.saveDraft(this.id, found).catch(this.page.failed);
    return found;
  }

  /** Something was written: keep it soon, also when the fingers never rest. */
  touch(): void {
    this.timer ??= setTimeout(() => void this.save(), PAUSE_MS);
  }

  save(): Promise<void> {
    this.rest();
    this.writing = this.writing.then(() => this.write()).catch(this.page.failed);
    return this.writing;
  }

  /** Does `work`, which ends this draft unless it answers false, after all that is being written; then starts anew. */
  finish(work: (id: string) => Promise<unknown>): Promise<void> {
    this.rest();
    const turn = this.writing.then(() => work(this.id)).then((ended) => (ended === false ? undefined : this.fresh()));
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  private rest(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
  }

  private async write(): Promise<void> {
    if (hasLeft()) return;
    const content = this.page.content();
    try {
      if (content) await this.keep(content);
      else await this.outbox.discardDraft(this.id);
      this.page.kept(content !== null);
    } catch (error) {
      this.page.kept(false);
      throw error;
    }
  }

  /** All of it, or, when that fails, at least the words and the files that were kept before. */
  private async keep({ fields, attachments }: DraftContent): Promise<void> {
    try {
      await this.outbox.saveDraft(this.id, { fields, attachments });
      this.safe = attachments;
    } catch (error) {
      const safe = attachments.filter((file) => this.safe.includes(file));
      const unfinished = Number(fields["unfinished"]) + attachments.length - safe.length;
      await this.outbox.saveDraft(this.id, { fields: { ...fields, unfinished }, attachments: safe });
      throw error;
    }
  }

  private async fresh(): Promise<void> {
    this.id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
    tab(this.name, this.id);
    await claim(this.id);
  }
}
