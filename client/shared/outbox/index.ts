/**
 * The phone's outbox: drafts that die with their tab, and sealed packets that stay until a receipt.
 *
 * The only module that touches IndexedDB; it knows nothing of networks and cannot open a packet.
 */
import type { SealedPacket } from "../crypto/packet.ts";
import type { VerifiedReceipt } from "../crypto/receipt.ts";
import { Connection, type ConnectionEvents } from "./connection.ts";
import { keyForWriting } from "./draft_key.ts";
import { Drafts, erase } from "./drafts.ts";
import { newItem, sameLease } from "./item.ts";
import { memoryOutbox } from "./memory.ts";
import { mark, marked } from "./persistence.ts";
import type { PacketRow } from "./schema.ts";
import {
  type DraftContent, type ItemPatch, type KeyHolder, type Lease, OutboxError, type OutboxItem, type OutboxStore, type Pins,
} from "./types.ts";

export { memoryOutbox } from "./memory.ts";
export { requestPersistence } from "./persistence.ts";
export * from "./types.ts";

export interface OutboxOptions extends ConnectionEvents {
  keys: KeyHolder;
}

export class Outbox implements OutboxStore {
  readonly durable = true;
  lost = false;
  /** Packets that the disk had no room for. */
  private spare = memoryOutbox();
  private connection: Connection;
  private drafts: Drafts;

  private constructor(connection: Connection, keys: KeyHolder) {
    this.connection = connection;
    this.drafts = new Drafts(connection, keys);
  }

  /** Throws OutboxUnavailable when the browser has no IndexedDB for us. */
  static async open({ keys, ...events }: OutboxOptions): Promise<Outbox> {
    const connection = new Connection(events);
    await connection.open();
    // Now rather than with the first word: browsers write session storage to disk seconds later.
    await keyForWriting(keys);
    return new Outbox(connection, keys);
  }

  saveDraft(id: string, content: DraftContent): Promise<void> {
    return this.drafts.save(id, content);
  }

  loadDraft(id: string): Promise<DraftContent | null> {
    return this.drafts.load(id);
  }

  discardDraft(id: string): Promise<void> {
    return this.drafts.discard(id);
  }

  async putSealed(packet: SealedPacket, draftId: string | null): Promise<boolean> {
    await this.drafts.settled();
    try {
      await this.store(packet, draftId);
    } catch (error) {
      if (!(error instanceof OutboxError && error.code === "quota")) throw error;
      await this.spare.putSealed(packet, null);
      return false;
    }
    mark(true);
    this.drafts.forget();
    return true;
  }

  private store(packet: SealedPacket, draftId: string | null): Promise<void> {
    return this.connection.run(["packets", "bytes", "drafts", "files"], "readwrite", async (tx) => {
      const rows = await tx.objectStore("packets").getAll();
      if (!rows.some((row) => row.id === packet.id)) {
        const order = Math.max(0, ...rows.map((row) => row.order)) + 1;
        await tx.objectStore("bytes").put(packet.bytes, packet.id);
        await tx.objectStore("packets").put({ ...newItem(packet), order });
      }
      if (draftId !== null) await erase(tx, draftId);
    });
  }

  async list(): Promise<OutboxItem[]> {
    const rows = await this.connection.run(["packets"], "readonly", (tx) => tx.objectStore("packets").getAll());
    // Pins are older than any packet and never go: without them the whole database went.
    if (!rows.length && marked() && !(await this.pins())) this.lost = true;
    else mark(rows.length > 0);
    return [...rows.sort((a, b) => a.order - b.order).map(facts), ...(await this.spare.list())];
  }

  async bytes(id: string): Promise<Uint8Array | null> {
    const stored = await this.connection.run(["bytes"], "readonly", (tx) => tx.objectStore("bytes").get(id));
    return stored ?? this.spare.bytes(id);
  }

  async update(id: string, patch: ItemPatch): Promise<OutboxItem | null> {
    const stored = await this.connection.run(["packets"], "readwrite", async (tx) => {
      const row = await tx.objectStore("packets").get(id);
      if (!row) return null;
      const next = { ...row, ...patch };
      await tx.objectStore("packets").put(next);
      return facts(next);
    });
    return stored ?? this.spare.update(id, patch);
  }

  remove(id: string, _receipt: VerifiedReceipt): Promise<void> {
    return this.discard(id);
  }

  async discard(id: string): Promise<void> {
    await this.spare.discard(id);
    await this.connection.run(["packets", "bytes"], "readwrite", async (tx) => {
      await tx.objectStore("bytes").delete(id);
      await tx.objectStore("packets").delete(id);
    });
  }

  async pins(): Promise<Pins | null> {
    return (await this.connection.run(["pins"], "readonly", (tx) => tx.objectStore("pins").get("pins"))) ?? null;
  }

  async savePins(pins: Pins): Promise<void> {
    await this.connection.run(["pins"], "readwrite", (tx) => tx.objectStore("pins").put(pins, "pins"));
  }

  async lease(): Promise<Lease | null> {
    return (await this.connection.run(["lease"], "readonly", (tx) => tx.objectStore("lease").get("lease"))) ?? null;
  }

  swapLease(seen: Lease | null, next: Lease | null): Promise<boolean> {
    return this.connection.run(["lease"], "readwrite", async (tx) => {
      const store = tx.objectStore("lease");
      if (!sameLease((await store.get("lease")) ?? null, seen)) return false;
      await (next ? store.put(next, "lease") : store.delete("lease"));
      return true;
    });
  }

  close(): void {
    this.connection.close();
  }
}

function facts({ order: _, ...item }: PacketRow): OutboxItem {
  return item;
}
