/**
 * What the reporter chose about sending, read here before each try. It is chosen in the outbox's
 * own script and kept on this phone; it says nothing about any packet.
 */
import type { OutboxItem } from "../../shared/outbox/types.ts";

export type Choice = "pause" | "wifi" | "cover";

/** Above this many bytes a packet can wait for Wi-Fi. */
const LARGE = 1_000_000;

/** Packets that were told to go now, whatever it costs: for as long as this page is open. */
export const urged = new Set<string>();

export function chosen(choice: Choice): boolean {
  try {
    return localStorage.getItem(choice) !== null;
  } catch {
    return false; // No storage here: nothing was ever chosen.
  }
}

/** Why this packet is not to be sent now, or null. A phone that cannot tell Wi-Fi waits to be urged. */
export function heldBack({ id, size, offset }: OutboxItem): "pause" | "wifi" | null {
  if (chosen("pause")) return "pause";
  const { connection } = navigator as { connection?: { type?: string } };
  const free = /wifi|ethernet/.test(connection?.type ?? "") || urged.has(id);
  return chosen("wifi") && size - offset > LARGE && !free ? "wifi" : null;
}
