/** What somebody did, in words. */
import type { LogEvent } from "../../../shared/desk_log/chain.ts";
import { STATES, type State } from "../../../shared/crypto/states.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";

/** Every kind that the server writes; a test compares. */
export const KINDS = [
  "created", "invited", "uninvited", "joined", "factor_added", "factor_removed", "recovery_made", "recovery_used", "second_refused", "second_demanded",
  "role", "role_given", "removed", "sheet_made", "restored", "plea", "plea_confirmed", "plea_refused", "quorum", "rotated", "retention", "opened", "wrote", "cards_read", "cards_compacted",
  "case_opened", "case_packet", "case_state", "case_assigned", "case_changed", "case_merged", "case_split", "case_held", "case_released", "case_purged",
  "case_handed", "handed_in", "handed_doubtful", "case_exported", "table_exported", "note_kept",
] as const;
type Kind = (typeof KINDS)[number];

const NAMED: Record<string, Key> = {
  administrator: "desk.log.role.administrator", moderator: "desk.log.role.moderator",
  coordinator: "desk.log.role.coordinator", auditor: "desk.log.role.auditor",
  sheet: "desk.log.by.sheet", members: "desk.log.by.members", key: "desk.log.by.key",
  agencies: "desk.log.list.agencies", templates: "desk.log.list.templates",
};

const ID = /^[0-9a-f]{32}$/;
/** As much of an id as people can compare. */
export const shortId = (id: string): string => id.slice(0, 8);

export function kindWords(kind: string): string {
  return KINDS.includes(kind as Kind) ? t(`desk.log.kind.${kind as Kind}`) : t("desk.log.kind.other", { kind });
}

/** What the event says beyond its kind; "" for nothing. */
export function detailWords({ detail }: Pick<LogEvent, "detail">, nameOf: (id: string) => string | null): string {
  if (detail === null) return "";
  if (STATES.includes(detail as State)) return t(`state.${detail as State}`);
  const named = NAMED[detail];
  if (named) return t(named);
  return ID.test(detail) ? (nameOf(detail) ?? shortId(detail)) : detail;
}
