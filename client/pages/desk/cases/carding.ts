/**
 * Opens a case for each packet that has none: this browser opens the packet, seals its card and
 * posts it. Nobody else can, because nobody else has the key.
 */
import type { Cards } from "../../../shared/cards/cards.ts";
import { fromReport, withFollowup } from "../../../shared/cards/from_report.ts";
import { hex, random } from "../../../shared/crypto/bytes.ts";
import { openPacket } from "../../../shared/crypto/open.ts";
import { markRead, type PacketRow, packetBytes } from "../api.ts";
import type { OpenDesk } from "../flows.ts";
import { openWithAny } from "../use_opened.ts";
import { codeOf } from "../words.ts";
import * as api from "./api.ts";

/** Photos make packets of megabytes: what is larger waits for somebody to open it by hand. */
const LARGEST = 4_000_000;
const MOST_PAGES = 20;
/** Somebody else's browser was quicker, or the packet does not open: neither is this one's trouble. */
const LET_BE = /^packet_/;

async function waiting(): Promise<PacketRow[]> {
  const all: PacketRow[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { packets, next } = await api.uncarded(after);
    all.push(...packets);
    if (next === null) break;
    after = next;
  }
  return all;
}

/** In an order of chance: the server's cursor would remember any other. */
function shuffled<T>(all: readonly T[]): T[] {
  const drawn = crypto.getRandomValues(new Uint32Array(all.length));
  return all.map((one, n) => ({ one, at: drawn[n]! })).sort((a, b) => a.at - b.at).map(({ one }) => one);
}

/** Packets that this browser could not make a case of since it was unlocked. */
export type Skipped = Set<string>;

/** Opens cases until none waits or `stop` says so; how many were opened. */
export async function openCases(cards: Cards, desk: OpenDesk, skipped: Skipped, stop: AbortSignal): Promise<number> {
  let opened = 0;
  for (const packet of shuffled(await waiting())) {
    if (stop.aborted) return opened;
    if (skipped.has(packet.id) || packet.size > LARGEST) continue;
    skipped.add(packet.id);
    try {
      await openOne(cards, desk, packet);
      opened++;
    } catch (error) {
      if (!LET_BE.test(codeOf(error))) throw error;
    }
  }
  return opened;
}

async function openOne(cards: Cards, { account, identities }: OpenDesk, packet: PacketRow): Promise<void> {
  const bytes = await packetBytes(packet.id);
  const { report } = await openWithAny(identities, (identity) => openPacket(identity, bytes));
  // Nothing is in it and no case comes of it.
  if (report.kind === "cover") return void (await markRead(packet.id));
  const arrival = { packet: packet.id, day: packet.day, desk: account.desk.id, by: account.id };
  const known = report.kind === "followup" && report.mailbox ? await cards.ask("mailbox", report.mailbox.id) : null;
  if (known?.card && known.workflow) {
    const { id, version } = known.workflow;
    const card = withFollowup(known.card, report, arrival, version + 1);
    return api.changeCase({ id, version, packets: [packet.id], card: await cards.ask("seal", card) });
  }
  const id = hex(random(16));
  const card = fromReport(report, { case: id, ...arrival });
  await api.openCase({ id, packets: [packet.id], card: await cards.ask("seal", card) });
}
