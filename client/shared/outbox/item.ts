/** The small rules that both outboxes share, whatever they keep things in. */
import type { SealedPacket } from "../crypto/packet.ts";
import type { Lease, OutboxItem } from "./types.ts";

/** A packet on its first day in the outbox. */
export function newItem(packet: SealedPacket): OutboxItem {
  const { id, sha256, bytes, desks, day, carried, cover } = packet;
  return { id, state: "sealed", day, size: bytes.length, offset: 0, desks, sha256, attempts: 0, reason: null, ...(carried && { carried }), ...(cover && { cover }) };
}

export function sameLease(a: Lease | null, b: Lease | null): boolean {
  return a?.holder === b?.holder && a?.beat === b?.beat;
}
