/** What delivery needs from the outside, so that tests can hold the clock and the network. */
import type { OutboxItem, OutboxStore, Work } from "../outbox/types.ts";

/**
 * Why a packet is not on its way just now. A parked packet's reason is the server's own code.
 *
 * `network`: no connection. `timeout`: it stalled. `portal`: something else than our server
 * answered. `receipt`: all bytes are there, but no receipt that verifies. `held`: a relay has it all
 * and is to pass it on. `server`, `busy`, `slow_down`, `storage_full`: the server asked for patience.
 */
export type WaitReason =
  | "network" | "timeout" | "portal" | "receipt" | "held" | "server" | "busy" | "slow_down" | "storage_full";

export interface Clock {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Runs `task` after `ms`; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
}

export interface DeliveryOptions {
  outbox: OutboxStore;
  /** Every change of an item; a received one comes last, after it has left the outbox. */
  onChange(item: OutboxItem): void;
  /** Packets that the reporter wants to wait: passed over until it answers false. */
  holdsBack?(item: OutboxItem): boolean;
  /** Does the proof of work for a digest in hex. */
  work?(sha256: string, bits: number): Promise<Work>;
  fetch?: typeof fetch;
  clock?: Clock;
  /** 0 ≤ x < 1, for jitter. */
  random?: () => number;
  /** Null: there are no Web Locks here, use the outbox's lease. */
  locks?: Pick<LockManager, "request"> | null;
  /** Where packets go; a path of this origin unless a test says otherwise. */
  endpoint?: string;
}

export interface Delivery {
  /** Something changed (a packet, the network, the reporter's finger): try now what may be tried. */
  kick(urged?: boolean): void;
  /** Milliseconds until this packet is tried again, or null when nothing is planned. */
  nextTry(id: string): number | null;
  /** The reporter wants it gone: from here at once, and what the server has of it when it can be reached. */
  discard(item: OutboxItem): Promise<void>;
  /** Ends the request under way; nothing is lost. */
  stop(): void;
}
