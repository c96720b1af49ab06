/** A phone for tests: the real delivery over the real memory outbox, with a clock held by hand. */
import { createHash, randomBytes } from "node:crypto";
import type { SealedPacket } from "../../../client/shared/crypto/packet.ts";
import { startDelivery, type Clock, type Delivery, type DeliveryOptions } from "../../../client/shared/delivery/index.ts";
import { memoryOutbox, type OutboxItem, type OutboxStore } from "../../../client/shared/outbox/index.ts";
import type { TusServer } from "./tus_server.ts";

export function packet(size: number): SealedPacket {
  const bytes = new Uint8Array(randomBytes(size));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { id: randomBytes(16).toString("hex"), sha256, bytes, desks: ["demo", "other"], day: "2026-11-21" };
}

interface Timer {
  due: number;
  task: () => void;
}

export class HandClock implements Clock {
  time = 0;
  timers = new Set<Timer>();
  /** Told of every new timer, with its delay. */
  onTimer: (ms: number) => void = () => undefined;

  now(): number {
    return this.time;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { due: this.time + ms, task };
    this.timers.add(timer);
    this.onTimer(ms);
    return () => void this.timers.delete(timer);
  }

  advance(ms: number): void {
    this.time += ms;
    for (const timer of [...this.timers]) {
      if (timer.due > this.time) continue;
      this.timers.delete(timer);
      timer.task();
    }
  }
}

/** Locks as browsers keep them, for the one process of a test. */
export function processLocks(): NonNullable<DeliveryOptions["locks"]> {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, _options: unknown, task: () => Promise<void>) => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };
  return { request: request as unknown as LockManager["request"] };
}

export class Phone {
  outbox: OutboxStore;
  clock = new HandClock();
  changes: OutboxItem[] = [];
  delivery: Delivery;
  #watchers = new Set<() => void>();

  constructor(server: TusServer, options: Partial<DeliveryOptions> = {}) {
    this.outbox = options.outbox ?? memoryOutbox();
    this.delivery = startDelivery({
      outbox: this.outbox,
      clock: this.clock,
      random: () => 0.5,
      locks: processLocks(),
      endpoint: server.endpoint,
      onChange: (item) => {
        this.changes.push(item);
        this.#tell();
      },
      ...options,
    });
    this.clock.onTimer = () => this.#tell();
    server.onRequest = () => this.#tell();
  }

  async put(server: TusServer, ...packets: SealedPacket[]): Promise<void> {
    const limits = { packet: 1 << 26, chunk: 1 << 20 };
    await this.outbox.savePins({ receiptKey: server.publicKey, limits, desks: [] });
    for (const one of packets) await this.outbox.putSealed(one, null);
  }

  /** Resolves once `holds` does; looked at after each change, each new timer and each request. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  latest(id: string): OutboxItem | undefined {
    return this.changes.filter((item) => item.id === id).at(-1);
  }

  reached(id: string, state: OutboxItem["state"]): Promise<void> {
    return this.until(() => this.latest(id)?.state === state);
  }

  /** Waits until the packet rests with `reason`; answers the delay before the next try. */
  async rests(id: string, reason: string): Promise<number> {
    await this.until(() => this.latest(id)?.reason === reason && this.#resting());
    return Math.min(...[...this.clock.timers].map(({ due }) => due)) - this.clock.time;
  }

  #resting(): boolean {
    const now = new Map(this.changes.map((item) => [item.id, item.state]));
    return ![...now.values()].includes("sending") && this.clock.timers.size > 0;
  }

  #tell(): void {
    for (const look of [...this.#watchers]) look();
  }
}
