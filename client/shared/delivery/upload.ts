/**
 * One packet to the server, as far as it goes today.
 *
 * The server's word on the offset always wins over ours, and the only good end is a receipt that
 * verifies under the pinned key.
 */
import { verifyReceipt, type VerifiedReceipt } from "../crypto/receipt.ts";
import type { ItemPatch, OutboxItem } from "../outbox/types.ts";
import type { ChunkSize } from "./chunk_size.ts";
import { append, ask, create, Stalled, type Progress, type Reply, type Wire } from "./tus.ts";
import { FRUITLESS_MAX } from "./tuning.ts";
import type { DeliveryOptions, WaitReason } from "./types.ts";
import { judge, type Answer } from "./verdict.ts";

export type Outcome =
  | { end: "received"; receipt: VerifiedReceipt }
  | { end: "wait"; reason: WaitReason; ms: number | null }
  | { end: "park"; reason: string };

export interface Upload {
  wire: Wire;
  item: OutboxItem;
  bytes: Uint8Array;
  size: ChunkSize;
  /** The pinned key that signs receipts. */
  publicKey: string;
  /** What the server wants of whoever brings a new packet, as far as is known. */
  bits: number;
  work: DeliveryOptions["work"];
  /** It got on: what is worth keeping of that. */
  keep(patch: Pick<ItemPatch, "offset" | "work">): Promise<void>;
}

type Step = "create" | "ask" | "append";

/** Where an upload stands between two requests. */
interface Stand {
  step: Step;
  offset: number;
  /** Requests in a row that gained nothing. */
  fruitless: number;
  reason: WaitReason;
}

export async function upload(job: Upload): Promise<Outcome> {
  const { offset } = job.item;
  const stand: Stand = { step: offset > 0 ? "ask" : "create", offset, fruitless: 0, reason: "server" };
  while (stand.fruitless < FRUITLESS_MAX) {
    const outcome = await advance(job, stand);
    if (outcome) return outcome;
  }
  return wait(stand.reason);
}

const wait = (reason: WaitReason, ms: number | null = null): Outcome => ({ end: "wait", reason, ms });

async function advance(job: Upload, stand: Stand): Promise<Outcome | null> {
  const started = job.wire.clock.now();
  try {
    const reply = await request(job, stand);
    if (!reply.ok) return obey(job, stand, reply.answer);
    if (reply.progress.offset - stand.offset >= job.size.bytes) job.size.passed(job.wire.clock.now() - started);
    return await note(job, stand, reply.progress);
  } catch (error) {
    if (!(error instanceof Stalled || error instanceof TypeError || error instanceof DOMException)) throw error;
    job.size.lost();
    return wait(error instanceof Stalled ? "timeout" : "network");
  }
}

async function request(job: Upload, stand: Stand): Promise<Reply> {
  const { wire, item, bytes, size, bits } = job;
  if (stand.step === "ask") return ask(wire, item);
  if (job.work && stand.step === "create" && bits > (item.work?.bits ?? 0)) {
    item.work = await job.work(item.sha256, bits);
    await job.keep({ work: item.work });
  }
  if (stand.step === "create") return create(wire, item, bytes.subarray(0, size.bytes));
  return append(wire, item, stand.offset, bytes.subarray(stand.offset, stand.offset + size.bytes));
}

/** The server took bytes, or said where it stands. */
async function note(job: Upload, stand: Stand, { offset, receipt, held }: Progress): Promise<Outcome | null> {
  if (receipt !== null) {
    const { id, sha256 } = job.item;
    const verified = await verifyReceipt(receipt, { id, sha256, publicKey: job.publicKey });
    return verified ? { end: "received", receipt: verified } : wait("receipt");
  }
  const gained = offset > stand.offset;
  stand.fruitless = gained ? 0 : stand.fruitless + 1;
  stand.reason = "receipt";
  stand.step = offset === job.item.size ? "ask" : "append";
  if (offset !== stand.offset) await job.keep({ offset });
  stand.offset = offset;
  return held && offset === job.item.size ? wait("held") : null;
}

function obey(job: Upload, stand: Stand, answer: Answer): Outcome | null {
  const verdict = judge(answer);
  stand.fruitless += 1;
  // An answer to HEAD has no body, so it cannot show whose it is.
  if (stand.step !== "ask") stand.reason = answer.code === null ? "portal" : "server";
  switch (verdict.do) {
    case "wait":
      return wait(verdict.reason, verdict.ms);
    case "park":
      return { end: "park", reason: verdict.reason };
    case "shrink":
      if (job.size.refused(verdict.limit)) stand.fruitless = 0;
      return null;
    case "create":
      job.item.reason = null; // A relay that held it has lost it.
      job.bits = verdict.bits ?? job.bits;
      stand.step = "create";
      stand.offset = 0;
      return null;
    case "resume":
      stand.step = "ask";
      return null;
  }
}
