/** The same promises without a disk, for browsers that give us none: all of it goes with the tab. */
import type { SealedPacket } from "../crypto/packet.ts";
import { newItem, sameLease } from "./item.ts";
import type { DraftContent, ItemPatch, Lease, OutboxItem, OutboxStore, Pins } from "./types.ts";

export function memoryOutbox(): OutboxStore {
  return new MemoryOutbox();
}

class MemoryOutbox implements OutboxStore {
  readonly durable = false;
  readonly lost = false;
  private drafts = new Map<string, DraftContent>();
  private packets = new Map<string, { item: OutboxItem; bytes: Uint8Array }>();
  private pinned: Pins | null = null;
  private leased: Lease | null = null;

  async saveDraft(id: string, content: DraftContent): Promise<void> {
    this.drafts.set(id, { fields: { ...content.fields }, attachments: [...content.attachments] });
  }

  async loadDraft(id: string): Promise<DraftContent | null> {
    return this.drafts.get(id) ?? null;
  }

  async discardDraft(id: string): Promise<void> {
    this.drafts.delete(id);
  }

  async putSealed(packet: SealedPacket, draftId: string | null): Promise<boolean> {
    const { id, bytes } = packet;
    if (!this.packets.has(id)) this.packets.set(id, { item: { ...newItem(packet), unsaved: true }, bytes });
    if (draftId !== null) this.drafts.delete(draftId);
    return true;
  }

  async list(): Promise<OutboxItem[]> {
    return Array.from(this.packets.values(), ({ item }) => ({ ...item }));
  }

  async bytes(id: string): Promise<Uint8Array | null> {
    return this.packets.get(id)?.bytes ?? null;
  }

  async update(id: string, patch: ItemPatch): Promise<OutboxItem | null> {
    const held = this.packets.get(id);
    return held ? { ...Object.assign(held.item, patch) } : null;
  }

  remove(id: string): Promise<void> {
    return this.discard(id);
  }

  async discard(id: string): Promise<void> {
    this.packets.delete(id);
  }

  async pins(): Promise<Pins | null> {
    return this.pinned;
  }

  async savePins(pins: Pins): Promise<void> {
    this.pinned = pins;
  }

  async lease(): Promise<Lease | null> {
    return this.leased;
  }

  async swapLease(seen: Lease | null, next: Lease | null): Promise<boolean> {
    if (!sameLease(this.leased, seen)) return false;
    this.leased = next;
    return true;
  }

  close(): void {}
}
