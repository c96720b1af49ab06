/**
 * Which of the packets that were opened since the desk was unlocked came from the same mailbox.
 * Kept in memory alone: only whoever opened packets may know that they belong together.
 */
import type { Answer, Report } from "../../shared/crypto/packet.ts";

export interface SeenPacket {
  id: string;
  kind: Report["kind"];
  day: string;
  /** What a follow-up says of the outcome. */
  answer: Answer | null;
}

export class Seen {
  private byMailbox = new Map<string, Map<string, SeenPacket>>();

  /** Remembers this packet; the others of its mailbox, in the order in which they were opened. */
  note(id: string, { mailbox, kind, day, answer }: Report): SeenPacket[] {
    if (!mailbox) return [];
    const mine = this.byMailbox.get(mailbox.id) ?? new Map<string, SeenPacket>();
    this.byMailbox.set(mailbox.id, mine.set(id, { id, kind, day, answer: answer ?? null }));
    return [...mine.values()].filter((packet) => packet.id !== id);
  }
}
