/** What the outbox holds and promises, apart from where it is kept: IndexedDB or memory. */
import type { Attachment, SealedPacket } from "../crypto/packet.ts";
import type { VerifiedReceipt } from "../crypto/receipt.ts";

export type ItemState = "sealed" | "sending" | "received" | "parked";

/** A packet's facts without its bytes; `reason` is a code for the words on screen, or null. */
export interface OutboxItem {
  id: string;
  state: ItemState;
  day: string;
  size: number;
  offset: number;
  desks: string[];
  sha256: string;
  attempts: number;
  reason: string | null;
  /** The proof of work for its digest, once it was done. */
  work?: Work;
  /** It came from somebody else's phone. */
  carried?: boolean;
  /** There is nothing in it: sent so that others do not stand alone. */
  cover?: boolean;
  /** It is in this tab's memory only: there is no disk, or no room on it. */
  unsaved?: true;
}

/** How hard it was, and what to show for it (`docs/formats/work.md`). */
export interface Work {
  bits: number;
  proof: string;
}

export type ItemPatch = Partial<Pick<OutboxItem, "state" | "offset" | "attempts" | "reason" | "work">>;

/** A draft: any JSON the page likes, and the files, cleaned already. */
export interface DraftContent {
  fields: Record<string, unknown>;
  attachments: Attachment[];
}

/** Where the drafts' key lives: the page keeps it in sessionStorage, so it dies with the tab. */
export interface KeyHolder {
  get(): string | null;
  set(key: string): void;
}

/** A desk's key of before, and its word for the next one. */
export interface RetiredKey {
  recipient: string;
  signing: string;
  day: string;
  signature: string;
}

export interface PinnedDesk {
  id: string;
  name: { th: string; en: string };
  /** Empty in the pin of a poster, which knows a fingerprint only. */
  recipient: string;
  /** Absent in pins that were made before lists had it. */
  signing?: string | null;
  fingerprint: string;
  /** Absent likewise. */
  chain?: RetiredKey[];
  /** False once the server stopped listing it; the pin stays. */
  listed: boolean;
}

/** The keys as first seen. */
export interface Pins {
  receiptKey: string;
  limits: { packet: number; chunk: number; work?: number };
  desks: PinnedDesk[];
}

/** Who is sending; `beat` moves while they live, so that no clock has to be trusted. */
export interface Lease {
  holder: string;
  beat: number;
}

export interface OutboxStore {
  /** False when everything is lost with the tab (no IndexedDB). */
  readonly durable: boolean;
  /** The browser threw packets away that it was to keep: known once `list` was asked. */
  readonly lost: boolean;
  saveDraft(id: string, content: DraftContent): Promise<void>;
  /** Null when there is none, or when its key is gone with the tab that wrote it. */
  loadDraft(id: string): Promise<DraftContent | null>;
  discardDraft(id: string): Promise<void>;
  /**
   * Adds the packet and deletes its draft in one transaction; adding the same id again changes nothing.
   * Without room the packet stays in memory, `unsaved`, and the draft where it is: answers false.
   */
  putSealed(packet: SealedPacket, draftId: string | null): Promise<boolean>;
  /** Oldest first. */
  list(): Promise<OutboxItem[]>;
  bytes(id: string): Promise<Uint8Array | null>;
  /** The item as it is now, or null when it has gone. */
  update(id: string, patch: ItemPatch): Promise<OutboxItem | null>;
  /** The server has it: gone from here. Only a verified receipt can be handed in. */
  remove(id: string, receipt: VerifiedReceipt): Promise<void>;
  /** The reporter wants it gone, delivered or not. */
  discard(id: string): Promise<void>;
  pins(): Promise<Pins | null>;
  savePins(pins: Pins): Promise<void>;
  lease(): Promise<Lease | null>;
  /** Compare and swap: writes `next` only if the lease is still `seen`. */
  swapLease(seen: Lease | null, next: Lease | null): Promise<boolean>;
  close(): void;
}

/** IndexedDB is missing or refuses: use `memoryOutbox()` and say so. */
export class OutboxUnavailable extends Error {
  override name = "OutboxUnavailable";
}

/** `quota`: nothing was written. `outdated`: a newer version of the app owns the database. `storage`: anything else. */
export class OutboxError extends Error {
  override name = "OutboxError";
  code: "quota" | "outdated" | "storage";
  constructor(code: OutboxError["code"], cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}
