/**
 * Brings sealed packets to the server: for weeks if need be, one sender at a time, and a packet
 * that fails never stands in the way of the others.
 */
import type { ItemPatch, OutboxItem } from "../outbox/types.ts";
import { ChunkSize } from "./chunk_size.ts";
import { alone } from "./single_flight.ts";
import { forget, type Wire } from "./tus.ts";
import { BACKOFF_LAST } from "./tuning.ts";
import type { Clock, Delivery, DeliveryOptions } from "./types.ts";
import { upload, type Outcome } from "./upload.ts";
import { Waits } from "./waits.ts";

export type { Clock, Delivery, DeliveryOptions, WaitReason } from "./types.ts";

/** Triggers (page load, `online`, visibility, a button) belong to the page, which calls `kick`. */
export function startDelivery(options: DeliveryOptions): Delivery {
  return new Sender(options);
}

const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

function locksHere(): Pick<LockManager, "request"> | null {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks ?? null;
}

class Sender implements Delivery {
  private options: DeliveryOptions;
  private clock: Clock;
  private waits: Waits;
  private size = new ChunkSize();
  private stopped = new AbortController();
  private current: { id: string; ender: AbortController } | null = null;
  private running = false;
  private again = false;
  private cancelTimer = (): void => undefined;

  constructor(options: DeliveryOptions) {
    this.options = options;
    this.clock = options.clock ?? realClock;
    this.waits = new Waits(options.random ?? Math.random);
  }

  kick(urged = false): void {
    this.waits.kick(urged);
    void this.run();
  }

  nextTry(id: string): number | null {
    return this.waits.next([id], this.clock.now());
  }

  async discard({ id, attempts, state }: OutboxItem): Promise<void> {
    await this.options.outbox.discard(id);
    if (this.current?.id === id) this.current.ender.abort();
    else if (attempts || state === "sending") await forget(this.wire(this.stopped.signal), id);
  }

  stop(): void {
    this.cancelTimer();
    this.stopped.abort();
  }

  private async run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    this.cancelTimer();
    const { outbox, locks = locksHere() } = this.options;
    const flight = { outbox, locks, clock: this.clock, stopped: this.stopped.signal };
    // The outbox itself failed: the packets are where they were, so only time can help.
    let pause: number | null = BACKOFF_LAST;
    try {
      do {
        this.again = false;
        await alone(flight, (signal) => this.pass(signal));
        pause = await this.nextDue();
      } while (this.again && !this.stopped.signal.aborted);
    } catch {
      // Nothing to tell: every item still says what it waits for.
    } finally {
      this.running = false;
    }
    if (pause !== null && !this.stopped.signal.aborted) {
      this.cancelTimer = this.clock.after(pause, () => void this.run());
    }
  }

  private async pass(signal: AbortSignal): Promise<void> {
    for (const item of await this.open()) {
      if (signal.aborted) return;
      if (this.waits.isDue(item.id, this.clock.now())) await this.deliver(item, signal).catch(() => this.stumble(item));
    }
  }

  /** The outbox failed over this packet: it waits, whatever is written about it, and the others go. */
  private async stumble({ id }: OutboxItem): Promise<void> {
    this.waits.add(id, "timeout", null, this.clock.now());
    await this.note(id, { state: "sealed", reason: null }).catch(() => undefined);
  }

  private async open(): Promise<OutboxItem[]> {
    const { outbox, holdsBack } = this.options;
    return (await outbox.list()).filter((item) => item.state !== "parked" && !holdsBack?.(item));
  }

  private async nextDue(): Promise<number | null> {
    const ids = (await this.open()).map((item) => item.id);
    return this.waits.next(ids, this.clock.now());
  }

  private wire(stopped: AbortSignal): Wire {
    const { endpoint = "/api/packets", fetch: fetcher = (...asked) => fetch(...asked) } = this.options;
    return { fetch: fetcher, clock: this.clock, endpoint, stopped };
  }

  private async deliver(item: OutboxItem, stopped: AbortSignal): Promise<void> {
    const { outbox, work } = this.options;
    const [bytes, pins] = await Promise.all([outbox.bytes(item.id), outbox.pins()]);
    if (!bytes || !pins?.receiptKey) return;
    await this.note(item.id, { state: "sending", reason: held(item) });
    const ender = new AbortController();
    const end = () => ender.abort();
    stopped.addEventListener("abort", end);
    if (stopped.aborted) end();
    this.current = { id: item.id, ender };
    try {
      const outcome = await upload({
        item, bytes, publicKey: pins.receiptKey, size: this.size, wire: this.wire(ender.signal),
        work, bits: pins.limits.work ?? 0,
        keep: async (patch) => {
          this.waits.progressed(item.id);
          if (!(await this.note(item.id, patch))) end(); // Deleted meanwhile, also by another tab.
        },
      });
      if (ender.signal.aborted && !stopped.aborted) await forget(this.wire(stopped), item.id);
      await this.settle(item, outcome);
    } finally {
      this.current = null;
      stopped.removeEventListener("abort", end);
    }
  }

  private async settle(item: OutboxItem, outcome: Outcome): Promise<void> {
    const attempts = item.attempts + 1;
    switch (outcome.end) {
      case "received":
        await this.options.outbox.remove(item.id, outcome.receipt);
        this.options.onChange({ ...item, state: "received", offset: item.size, attempts, reason: null });
        return;
      case "park":
        await this.note(item.id, { state: "parked", reason: outcome.reason, attempts });
        return;
      case "wait":
        this.waits.add(item.id, outcome.reason, outcome.ms, this.clock.now());
        await this.note(item.id, { state: "sealed", reason: held(item) ?? outcome.reason, attempts });
        return;
    }
  }

  /** An item that has gone meanwhile (wiped) stays gone. */
  private async note(id: string, patch: ItemPatch): Promise<boolean> {
    const item = await this.options.outbox.update(id, patch);
    if (item) this.options.onChange(item);
    return item !== null;
  }
}

/** What a relay said stays true while it cannot be asked. */
const held = ({ reason }: OutboxItem): string | null => (reason === "held" ? reason : null);
