/** A case as an export tells it to programs: docs/formats/export.md §3. */
import { type Bytes, utf8 } from "../../../shared/crypto/bytes.ts";
import type { Report } from "../../../shared/crypto/packet.ts";
import type { Seen } from "../cases/change.ts";

/** `notes`: whether what the desk noted for itself goes along, labels included. */
export function caseJson({ card, workflow }: Seen, notes: boolean): Bytes {
  const { title, text, kind, province, district, day, language, risk } = card;
  const { agency, accused, watchpoint, referral, reason, merged_into, history, packets } = card;
  return utf8(JSON.stringify({
    version: 1, case: card.case, state: workflow.state,
    title, text, kind, province, district, day, language, risk,
    agency, accused, watchpoint, referral, reason, merged_into, history, packets,
    ...(notes ? { labels: card.labels, notes: card.notes } : {}),
  }));
}

/** The report without its mailbox, which would tell which reports are from one person. */
export const reportJson = (report: Report): Bytes => utf8(JSON.stringify({ ...report, mailbox: null }));
