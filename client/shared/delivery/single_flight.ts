/**
 * One sender at a time over all tabs and workers of this phone.
 *
 * Web Locks where the browser has them: they end with their tab. Elsewhere a lease in the outbox,
 * renewed by a moving counter; a waiter that sees the counter stand still for long enough takes
 * over, so nobody's clock has to agree with anybody's.
 */
import { hex, random } from "../crypto/bytes.ts";
import { sameLease } from "../outbox/item.ts";
import type { Lease, OutboxStore } from "../outbox/types.ts";
import { LEASE_BEAT, LEASE_STALE } from "./tuning.ts";
import type { Clock } from "./types.ts";

/** The work; its signal is aborted when the lease was lost or delivery stops. */
export type Task = (signal: AbortSignal) => Promise<void>;

export interface Flight {
  outbox: OutboxStore;
  clock: Clock;
  locks: Pick<LockManager, "request"> | null;
  stopped: AbortSignal;
}

/** Waits for its turn, then runs `task`. Returns without running it when delivery stops first. */
export async function alone(flight: Flight, task: Task): Promise<void> {
  const { locks, stopped } = flight;
  if (!locks) return withLease(flight, task);
  let begun = false;
  try {
    await locks.request("hinghoi-delivery", { signal: stopped }, () => {
      begun = true;
      return task(stopped);
    });
  } catch (error) {
    if (stopped.aborted) return;
    if (begun) throw error;
    // Chromium refuses locks where it was told to store nothing.
    await withLease(flight, task);
  }
}

async function withLease(flight: Flight, task: Task): Promise<void> {
  const mine = await take(flight, hex(random(8)));
  if (!mine) return;
  const held = new AbortController();
  const end = () => held.abort();
  flight.stopped.addEventListener("abort", end);
  const heart = beat(flight, mine, held);
  try {
    await task(held.signal);
  } finally {
    end();
    flight.stopped.removeEventListener("abort", end);
    await flight.outbox.swapLease(await heart, null);
  }
}

/** The lease, once it is free or has stood still; null when delivery stops. */
async function take(flight: Flight, holder: string): Promise<Lease | null> {
  let seen = await flight.outbox.lease();
  while (!flight.stopped.aborted) {
    if (seen) {
      await pause(flight.clock, LEASE_STALE, flight.stopped);
      const now = await flight.outbox.lease();
      const alive = now !== null && !sameLease(now, seen);
      seen = now;
      if (alive) continue;
    }
    const mine = { holder, beat: 1 };
    if (!flight.stopped.aborted && (await flight.outbox.swapLease(seen, mine))) return mine;
    seen = await flight.outbox.lease();
  }
  return null;
}

/** Renews until `held` ends; ends it when somebody else took over. Answers the last lease written. */
async function beat(flight: Flight, first: Lease, held: AbortController): Promise<Lease> {
  let mine = first;
  for (;;) {
    await pause(flight.clock, LEASE_BEAT, held.signal);
    if (held.signal.aborted) return mine;
    const next = { ...mine, beat: mine.beat + 1 };
    const renewed = await flight.outbox.swapLease(mine, next).catch(() => false);
    if (!renewed) held.abort();
    else mine = next;
  }
}

function pause(clock: Clock, ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ended.aborted) return resolve();
    const cancel = clock.after(ms, done);
    ended.addEventListener("abort", done);
    function done(): void {
      cancel();
      ended.removeEventListener("abort", done);
      resolve();
    }
  });
}
