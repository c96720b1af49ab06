/** Which packet may be tried when: by a clock that only goes forward, forgotten with the tab. */
import { BACKOFF_FIRST, BACKOFF_LAST } from "./tuning.ts";
import type { WaitReason } from "./types.ts";
import { backoff } from "./verdict.ts";

/** The network, a relay's too, may be back any moment; a server's plea for patience does not end with it. */
const ENDED_BY_KICK: readonly WaitReason[] = ["network", "timeout", "portal", "held"];

interface Wait {
  due: number;
  /** Until when the server asked for patience: nobody's button ends that. */
  asked: number;
  reason: WaitReason;
  tries: number;
}

export class Waits {
  private waits = new Map<string, Wait>();
  private random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** Something may have changed out there; or somebody said "now" (`urged`), which ends any wait of our own. */
  kick(urged = false): void {
    for (const wait of this.waits.values()) {
      if (ENDED_BY_KICK.includes(wait.reason)) wait.due = 0;
      else if (urged) wait.due = wait.asked;
    }
  }

  /**
   * `ms` is the least that the server asked for, or null. The back-off comes on top: it spreads those
   * who were told the same second, and a "Retry-After: 0" makes nobody spin.
   */
  add(id: string, reason: WaitReason, ms: number | null, now: number): void {
    const tries = this.waits.get(id)?.tries ?? 0;
    const delay = (ms ?? 0) + backoff(tries, BACKOFF_FIRST, BACKOFF_LAST, this.random);
    this.waits.set(id, { due: now + delay, asked: now + (ms ?? 0), reason, tries: tries + 1 });
  }

  /** It moved: the next failure is a first one again. */
  progressed(id: string): void {
    this.waits.delete(id);
  }

  isDue(id: string, now: number): boolean {
    return (this.waits.get(id)?.due ?? 0) <= now;
  }

  /** Milliseconds until the first of `ids` is due; null when none waits. */
  next(ids: string[], now: number): number | null {
    const dues = ids.flatMap((id) => this.waits.get(id)?.due ?? []);
    return dues.length > 0 ? Math.max(0, Math.min(...dues) - now) : null;
  }
}
