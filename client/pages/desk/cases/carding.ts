/**
 * Opens a case for each packet that has none: this browser opens the packet, seals its card and
 * posts it. Nobody else can, because nobody else has the key.
 */
import type { Cards } from "../../../shared/cards/cards.ts";
import type { Card } from "../../../shared/cards/card.ts";
import { type Arrival, fromCover, fromRefused, fromReport, withCame, withFollowup } from "../../../shared/cards/from_report.ts";
import { BEGINNING, openBeginning, type OpenedBeginning } from "../../../shared/crypto/beginning.ts";
import { hex, random } from "../../../shared/crypto/bytes.ts";
import { PacketError, type Report } from "../../../shared/crypto/packet.ts";
import { t } from "../../../shared/i18n/index.ts";
import { openPacket } from "../../../shared/crypto/open.ts";
import { type PacketRow, packetBeginning, packetBytes } from "../api.ts";
import type { OpenDesk } from "../flows.ts";
import { type Arriving, arrivingOf } from "../handover/arriving.ts";
import { openWithAny } from "../use_opened.ts";
import { codeOf } from "../words.ts";
import * as api from "./api.ts";

const MOST_PAGES = 20;
/** Somebody else's browser was quicker, or the packet does not open: neither is this one's trouble. */
const LET_BE = /^packet_/;
/** Another browser may open it: one with an older key, or a newer version of this page. */
const FOR_OTHERS = /^packet_(no_key|version)$/;

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
    if (skipped.has(packet.id)) continue;
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
  const opened = await reportOf(packet, identities);
  const found = typeof opened === "string" ? opened : opened.report;
  const handed = typeof opened === "string" ? null : await arrivingOf(opened, account.desk.id, packet);
  const arrival = { packet: packet.id, day: packet.day, desk: account.desk.id, by: account.id };
  const known = typeof found !== "string" && found.kind === "followup" && found.mailbox ? await cards.ask("mailbox", found.mailbox.id) : null;
  if (known?.card && known.workflow && typeof found !== "string") {
    const { id, version } = known.workflow;
    const card = marked(withFollowup(known.card, found, arrival, version + 1), handed);
    return api.changeCase({ id, version, packets: [packet.id], card: await cards.ask("seal", card), ...posted(handed) });
  }
  const id = hex(random(16));
  const card = marked(firstCard(found, { case: id, ...arrival }), handed);
  await api.openCase({ id, packets: [packet.id], card: await cards.ask("seal", card), ...posted(handed) });
}

const marked = (card: Card, handed: Arriving | null): Card => (handed ? withCame(card, handed.came) : card);
const posted = (handed: Arriving | null): Pick<api.Change, "handed"> => (handed?.posted ? { handed: handed.posted } : {});

/** What a packet says that is in a case already; throws PacketError for one that nobody can read. */
export async function packetReport(id: string, identities: string[]): Promise<Report> {
  const bytes = await packetBytes(id);
  return (await openWithAny(identities, (identity) => openPacket(identity, bytes))).report;
}

/** What the packet says, or the code of why nobody will ever read it. */
async function reportOf({ id, size }: PacketRow, identities: string[]): Promise<OpenedBeginning | string> {
  const beginning = await packetBeginning(id, BEGINNING);
  try {
    return await openWithAny(identities, (identity) => openBeginning(identity, beginning, size));
  } catch (error) {
    if (error instanceof PacketError && LET_BE.test(error.code) && !FOR_OTHERS.test(error.code)) return error.code;
    throw error;
  }
}

/** Each packet gets a case, also one with nothing in it: the server must not learn which those are. */
function firstCard(found: Report | string, arrival: Arrival & { case: string }): Card {
  if (typeof found === "string") return fromRefused(t("desk.packet.refused.title"), found, arrival);
  return found.kind === "cover" ? fromCover(arrival) : fromReport(found, arrival);
}
