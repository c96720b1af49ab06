/**
 * Hands the packets of a case to another desk, one after the other: opened, sealed anew, noted in the log,
 * delivered as anybody's. Done again after a breakdown it sends nothing twice: the id tells.
 */
import { base64url, hex, sha256 } from "../../../shared/crypto/bytes.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import { openPacket } from "../../../shared/crypto/open.ts";
import type { OpenedPacket } from "../../../shared/crypto/packet.ts";
import { verifyReceipt } from "../../../shared/crypto/receipt.ts";
import { reseal } from "../../../shared/handover/reseal.ts";
import { handedId, logDigest, parseHandover, type Step, writeHandover } from "../../../shared/handover/statement.ts";
import { KeysUnavailable } from "../../../shared/keys/index.ts";
import type { PinnedDesk, Pins } from "../../../shared/outbox/types.ts";
import { ApiError, packetBytes, postJson } from "../api.ts";
import { deliver } from "../delivering.ts";
import type { OpenDesk } from "../flows.ts";
import { openWithAny } from "../use_opened.ts";
import { codeOf } from "../words.ts";

export interface Order {
  case: string;
  packets: readonly string[];
  to: PinnedDesk;
  reason: string;
  note: string;
  /** Somebody knows that it comes from there. */
  back: boolean;
}

/** How it is with one packet; `before`: it was there already. `failed` comes with a code. */
export interface Line {
  packet: string;
  end: "working" | "waiting" | "sent" | "before" | "failed";
  code?: string;
}

export interface Around {
  desk: OpenDesk;
  list: Pins;
  stop: AbortSignal;
  tell: (line: Line) => void;
}

/** What one packet cannot help, so that the others go all the same. */
const ONES_OWN = /^(packet_|handover_too)/;

/** Throws ApiError: without signal, and `handover_back` when the packet was at that desk before. */
export async function handOver(order: Order, around: Around): Promise<Line[]> {
  const lines: Line[] = [];
  for (const packet of order.packets) {
    around.tell({ packet, end: "working" });
    const line = await one(packet, order, around).catch((error: unknown): Line => {
      const code = codeOf(error);
      if (!ONES_OWN.test(code)) throw error;
      return { packet, end: "failed", code };
    });
    around.stop.throwIfAborted();
    around.tell(line);
    lines.push(line);
  }
  return lines;
}

async function one(packet: string, order: Order, around: Around): Promise<Line> {
  const { desk: { identities }, list, tell, stop } = around;
  const bytes = await packetBytes(packet);
  const [identity, opened] = await openWithAny(identities, async (identity) => [identity, await openPacket(identity, bytes)] as const);
  const id = handedId(identity, packet, order.to.id);
  if (await isThere(id, list.receiptKey)) return { packet, end: "before" };
  const before = (opened.handover && parseHandover(opened.handover)) || [];
  if (!order.back && before.some(({ statement }) => statement.from === order.to.id)) throw new ApiError("handover_back", 0);
  const handover = await stated(before, opened, packet, order, around.desk);
  const sealed = await reseal(opened, handover, order.to, { id, day: localDay() });
  if (sealed.bytes.length > list.limits.packet) throw new ApiError("handover_too_large", 0);
  const digest = base64url(await logDigest("sent", handover));
  await postJson(`cases/${order.case}/handover`, { to: order.to.id, packets: [{ packet, digest }] });
  stop.throwIfAborted();
  const send = (): Promise<string> => deliver(sealed, stop, () => tell({ packet, end: "waiting" })).catch((error: unknown) => {
    throw error instanceof KeysUnavailable ? new ApiError("offline", 0) : error;
  });
  let ending = await send();
  if (ending === "packet_conflict") {
    // Either an earlier try got through after all, or it stopped half-way and is in the way.
    if (await isThere(id, list.receiptKey)) return { packet, end: "before" };
    await forget(id);
    ending = await send();
  }
  return ending === "received" ? { packet, end: "sent" } : { packet, end: "failed", code: ending };
}

/** What this desk says with it, signed with its key of now. */
async function stated(before: readonly Step[], { reportJson }: OpenedPacket, packet: string, order: Order, { account, identities }: OpenDesk) {
  const { case: id, to, reason, note } = order;
  const report = hex(await sha256(reportJson));
  const said = { from: account.desk.id, to: to.id, key: to.fingerprint, day: localDay(), case: id, packet, report, reason, note };
  return writeHandover(before, said, identities.at(-1) ?? "").catch((error: unknown) => {
    throw codeOf(error) === "packet_limits" ? new ApiError("handover_too_long", 0) : error;
  });
}

const anonymous = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" } as const;

/** Whether the server holds a whole packet of this id, which nobody else could have named. */
async function isThere(id: string, publicKey: string): Promise<boolean> {
  const answer = await fetch(`/api/packets/${id}/receipt`, anonymous).catch(() => {
    throw new ApiError("offline", 0);
  });
  if (!answer.ok) return false;
  const receipt = (await answer.text()).trim();
  return (await verifyReceipt(receipt, { id, sha256: receipt.split(".")[2] ?? "", publicKey })) !== null;
}

async function forget(id: string): Promise<void> {
  await fetch(`/api/packets/${id}`, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" }, ...anonymous }).catch(() => undefined);
}
