/**
 * Changes of a case: a new card, sealed, posted with the version that the moderator saw. If
 * somebody was quicker the server says so, and nothing is overwritten.
 */
import type { Card } from "../../../shared/cards/card.ts";
import type { Cards } from "../../../shared/cards/cards.ts";
import type { Workflow } from "../../../shared/cards/entry.ts";
import { type Arrival, fromReport } from "../../../shared/cards/from_report.ts";
import type { Detail } from "../../../shared/cards/protocol.ts";
import { tidy } from "../../../shared/cards/normalise.ts";
import { hex, random } from "../../../shared/crypto/bytes.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import type { Report } from "../../../shared/crypto/packet.ts";
import type { State } from "../../../shared/crypto/states.ts";
import * as api from "./api.ts";

/** What a moderator wants changed; what is absent stays. */
export interface Edit {
  card?: Partial<Omit<Card, "case" | "version">>;
  state?: State;
  assignee?: string | null;
}

/** A case as somebody saw it, with a card that opens. */
export interface Seen {
  card: Card;
  workflow: Workflow;
}

export const seenOf = ({ card, workflow }: Detail): Seen | null => (card && workflow ? { card, workflow } : null);

/** The card after `edit`; `by` is who makes it. */
export function edited({ card, workflow }: Seen, edit: Edit, by: string): Card {
  const turn = edit.state ? [{ day: localDay(), by, state: edit.state }] : [];
  // Whoever opens a duplicate again says that it is none.
  const apart = edit.state === "reopened" ? { merged_into: null } : {};
  return { ...card, ...apart, ...edit.card, version: workflow.version + 1, history: [...card.history, ...turn] };
}

/** The change as it is posted. Who a case is assigned to is nothing that a card says. */
export async function changeOf(cards: Cards, seen: Seen, edit: Edit, by: string): Promise<api.Change> {
  const { id, version } = seen.workflow;
  const { card: fields, ...workflow } = edit;
  const change: api.Change = { id, version, ...workflow };
  return fields || edit.state ? { ...change, card: await cards.ask("seal", edited(seen, edit, by)) } : change;
}

/** Throws ApiError `case_conflict` when the case is not as it was seen. */
export async function change(cards: Cards, seen: Seen, edit: Edit, by: string): Promise<void> {
  const target = edit.state === "duplicate" ? edit.card?.merged_into : null;
  const into = target ? seenOf(await cards.ask("card", target)) : null;
  if (into) return merge(cards, seen, into, by);
  await api.changeCase(await changeOf(cards, seen, edit, by));
}

/** Opens a case over one packet of `seen`; `report` is what it says. The id of the new case. */
export async function split(cards: Cards, seen: Seen, packet: string, report: Report, arrival: Omit<Arrival, "packet">): Promise<string> {
  const id = hex(random(16));
  const card = fromReport(report, { case: id, packet, ...arrival });
  const packets = seen.card.packets.filter((one) => one !== packet);
  const files = Math.max(0, seen.card.files - card.files);
  const rest = edited(seen, { card: { packets, files } }, arrival.by);
  const [kept, apart] = [await cards.ask("seal", rest), await cards.ask("seal", card)];
  await api.split({ id: seen.workflow.id, version: seen.workflow.version, card: kept }, { id, packets: [packet], card: apart });
  return id;
}

/** As a note is kept. */
export const note = (text: string, by: string): Card["notes"][number] => ({ day: localDay(), by, text: tidy(text.trim()).slice(0, 4_000) });

/** Makes `from` a duplicate of `into`, which gets its packets. */
export async function merge(cards: Cards, from: Seen, into: Seen, by: string): Promise<void> {
  const duplicate = edited(from, { state: "duplicate", card: { merged_into: into.card.case } }, by);
  const packets = [...new Set([...into.card.packets, ...from.card.packets])];
  const kept = edited(into, { card: { packets, files: into.card.files + from.card.files } }, by);
  const [one, other] = [await cards.ask("seal", duplicate), await cards.ask("seal", kept)];
  const { workflow } = into;
  await api.merge({ id: from.workflow.id, version: from.workflow.version, card: one }, { id: workflow.id, version: workflow.version, card: other });
}
