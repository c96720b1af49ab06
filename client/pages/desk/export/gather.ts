/**
 * What goes into an export, gathered in this browser: the log's words first, then the cases as they
 * are now, then their packets, one at a time, so that no more than one of them is in memory.
 */
import type { Opinion } from "../../../shared/cleaning/verdict.ts";
import { openPacket } from "../../../shared/crypto/open.ts";
import type { Report, ReportAttachment } from "../../../shared/crypto/packet.ts";
import type { Extract, Why } from "../../../shared/export/manifest.ts";
import { packetBytes } from "../api.ts";
import { type Seen, seenOf } from "../cases/change.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import type { OpenDesk } from "../flows.ts";
import { secondLook } from "../second_look.ts";
import { openWithAny } from "../use_opened.ts";
import { codeOf } from "../words.ts";
import * as api from "./api.ts";

/** What the moderator may see besides: `stop` ends the work, `tell` hears how many packets are done. */
export interface Work {
  desk: OpenDesk;
  stop: AbortSignal;
  tell: (done: number) => void;
}

/** One entry of the log, as far as pages show it. */
export interface LogEntry {
  day: string;
  kind: string;
  moderator: string | null;
  case: string | null;
  packet: string | null;
  detail: string | null;
  hash: string;
}

export interface Custody {
  day: string;
  head: string;
  cases: { case: string; version: number }[];
  packets: { case: string; packet: string }[];
  events: LogEntry[];
}

export interface Gathered {
  extract: Extract;
  custody: Custody;
  /** In the order in which they were asked for. */
  cases: { seen: Seen; packets: string[] }[];
}

export interface LookedAt {
  fact: ReportAttachment;
  bytes: Uint8Array;
  opinion: Opinion;
}

/** A packet of a case; null for a report that nobody here can read. */
export interface Opened {
  packet: string;
  report: Report | null;
  files: LookedAt[];
}

/** Something in the way of an export, with a code that has words. */
export class NotExported extends Error {
  override name = "NotExported";
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Notes the export, and holds the server's words against the cards here; throws when they are not of one time. */
export async function gather({ cards }: DeskCases, form: "bundle" | "dossier", ids: readonly string[]): Promise<Gathered> {
  await cards.ask("pull", null);
  const seen = (await Promise.all(ids.map((id) => cards.ask("card", id)))).map(seenOf);
  if (seen.includes(null)) throw new NotExported("card_unreadable");
  const extract = await api.exportCases(form, ids);
  const custody = JSON.parse(extract.custody) as Custody;
  const cases = (seen as Seen[]).map((one) => {
    const listed = custody.cases.find((known) => known.case === one.card.case);
    if (listed?.version !== one.workflow.version) throw new NotExported("case_conflict");
    return { seen: one, packets: inOrder(one, custody) };
  });
  return { extract, custody, cases };
}

/** The server says which packets are in a case, the card in which order they came. */
function inOrder({ card }: Seen, custody: Custody): string[] {
  const held = custody.packets.filter((one) => one.case === card.case).map(({ packet }) => packet);
  return [...card.packets.filter((packet) => held.includes(packet)), ...held.filter((packet) => !card.packets.includes(packet))];
}

/** Opens one packet and has each of its files looked at again. Throws AbortError once `stop` says so. */
export async function openOne(packet: string, { desk, stop }: Work): Promise<Opened> {
  stop.throwIfAborted();
  const bytes = await packetBytes(packet);
  try {
    const { report, attachments } = await openWithAny(desk.identities, (identity) => openPacket(identity, bytes));
    const files: LookedAt[] = [];
    for (const [n, file] of attachments.entries()) {
      stop.throwIfAborted();
      files.push({ fact: report.attachments[n]!, bytes: file.bytes, opinion: await secondLook(file, stop) });
    }
    stop.throwIfAborted();
    return { packet, report, files };
  } catch (error) {
    if (/^packet_/.test(codeOf(error))) return { packet, report: null, files: [] };
    throw error;
  }
}

/** Why this file stays here unless somebody wants it all the same; null for one that may go. */
export const objection = ({ opinion }: LookedAt): Why | null => (opinion.verdict === "clean" ? null : opinion.verdict);
