/**
 * Whether the desks that a handover names have really signed it, and for whom.
 *
 * Normative: `docs/formats/handover.md`, "Checking".
 */
import { fromBase64url, hex, sha256 } from "../crypto/bytes.ts";
import { verify } from "../crypto/ed25519.ts";
import { fingerprint, leadsTo } from "../keys/desks.ts";
import type { PinnedDesk } from "../outbox/types.ts";
import { markOf, signed, type Statement, type Step } from "./statement.ts";

/** One step as the receiving desk tells it. */
export interface Judged {
  statement: Statement;
  confirmed: boolean;
  /** As the key list has it; null for a desk that it does not know. */
  name: PinnedDesk["name"] | null;
}

/** What the reader knows from elsewhere. */
export interface Known {
  /** `report.json` as it lies beside. */
  reportJson: Uint8Array;
  /** The key list. */
  desks: readonly PinnedDesk[];
  /** The reader's own desk. */
  own: string;
  /** The day on which the packet came. */
  arrived: string;
}

/** Each step for itself, the oldest first. */
export async function judge(steps: readonly Step[], known: Known): Promise<Judged[]> {
  const digest = hex(await sha256(known.reportJson));
  return Promise.all(steps.map(async (step, at) => {
    const desk = known.desks.find(({ id }) => id === step.statement.from);
    const next = steps[at + 1];
    const to = next ? next.statement.from : known.own;
    const day = next ? step.statement.day : known.arrived;
    const sound = desk !== undefined && step.statement.report === digest && (await follows(steps, at)) &&
      (await isFor(step.statement, to, known.desks)) && (await hasSigned(desk, step, day));
    return { statement: step.statement, confirmed: sound, name: desk?.name ?? null };
  }));
}

async function follows(steps: readonly Step[], at: number): Promise<boolean> {
  const before = steps[at - 1];
  return steps[at]!.statement.before === (before ? await markOf(before) : null);
}

/** Else a desk could pass on what another one had said to it alone as if that had been said to the next. */
async function isFor({ from, to, key }: Statement, reader: string, desks: readonly PinnedDesk[]): Promise<boolean> {
  const desk = desks.find(({ id }) => id === reader);
  return desk !== undefined && to === reader && from !== reader && leadsTo(desk, key);
}

/** By its key of now, or by one that was not retired yet on that day. */
async function hasSigned(desk: PinnedDesk, { text, signature }: Step, day: string): Promise<boolean> {
  const sound = fromBase64url(signature) ?? new Uint8Array();
  for (const signing of await keysOn(desk, day)) {
    if (await verify(sound, signed(text), fromBase64url(signing) ?? new Uint8Array())) return true;
  }
  return false;
}

async function keysOn(desk: PinnedDesk, day: string): Promise<string[]> {
  const keys = desk.signing ? [desk.signing] : [];
  for (const { recipient, signing, day: retired } of desk.chain ?? []) {
    if (day <= retired && (await leadsTo(desk, await fingerprint(recipient, signing)))) keys.push(signing);
  }
  return keys;
}
