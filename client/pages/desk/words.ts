/** Errors in words. */
import { type Key, t } from "../../shared/i18n/index.ts";

const CONTENT = "desk.error.packet_content";

const ERRORS = new Map<string, Key>([
  ["offline", "desk.error.offline"],
  ["sign_in_refused", "desk.error.sign_in_refused"],
  ["passphrase_wrong", "desk.error.passphrase_wrong"],
  ["too_many_tries", "desk.error.too_many_tries"],
  ["sheet_refused", "desk.error.sheet_refused"],
  ["passphrase_refused", "desk.error.passphrase_wrong"],
  ["plea_unknown", "desk.error.plea_unknown"],
  ["holders_changed", "desk.error.holders_changed"],
  ["proof_required", "desk.error.proof_required"],
  ["second_factor_refused", "desk.error.second_factor_refused"],
  ["second_factor_expired", "desk.error.second_factor_expired"],
  ["second_factor_required", "desk.error.second_factor_required"],
  ["passkey_refused", "desk.error.passkey_refused"],
  ["passkey_unavailable", "desk.error.passkey_unavailable"],
  ["passkey_known", "desk.error.passkey_known"],
  ["passkey_unknown", "desk.error.passkey_unknown"],
  ["passkey_cancelled", "desk.error.passkey_cancelled"],
  ["last_administrator", "desk.error.last_administrator"],
  ["moderator_unknown", "desk.error.moderator_unknown"],
  ["name_taken", "desk.error.name_taken"],
  ["invitation_unknown", "desk.error.invitation_unknown"],
  ["desk_key_refused", "desk.error.desk_key_refused"],
  ["desk_key_foreign", "desk.key.foreign"],
  ["csrf_invalid", "desk.error.csrf_invalid"],
  ["form_invalid", "desk.error.form_invalid"],
  ["case_conflict", "desk.error.case_conflict"],
  ["case_state", "desk.error.case_state"],
  ["case_unknown", "desk.error.case_unknown"],
  ["push_denied", "desk.error.push_denied"],
  ["push_failed", "desk.error.push_failed"],
  ["push_full", "desk.error.push_full"],
  ["push_service_unknown", "desk.error.push_service_unknown"],
  ["card_key", "desk.error.card_key"],
  ["card_unreadable", "desk.case.unreadable"],
  ["note_conflict", "desk.error.note_conflict"],
  ["block_damaged", "desk.error.note_sealed"],
  ["block_limits", "desk.error.note_full"],
  ["export_recipient", "desk.error.export_recipient"],
  ["letter_number", "desk.error.letter_number"],
  ["role_required", "desk.error.role_required"],
  ["session_unknown", "desk.error.session_unknown"],
  ["packet_taken", "desk.error.packet_taken"],
  ["assignee_unknown", "desk.error.assignee_unknown"],
  ["desk_key_unsigned", "desk.error.desk_key_unsigned"],
  ["handover_back", "desk.error.handover_back"],
  ["handover_too_large", "desk.error.handover_too_large"],
  ["handover_too_long", "desk.error.handover_too_long"],
  ["packet_conflict", "desk.error.packet_conflict"],
  ["packet_too_large", "desk.error.handover_too_large"],
  ["packet_desk_unknown", "desk.error.packet_refused"],
  ["packet_malformed", "desk.error.packet_refused"],
  ["packet_unknown", "desk.error.packet_unknown"],
  ["packet_no_key", "desk.error.packet_no_key"],
  ["packet_damaged", "desk.error.packet_damaged"],
  ["packet_version", "desk.error.packet_version"],
  ["packet_padding", CONTENT],
  ["packet_archive", CONTENT],
  ["packet_report", CONTENT],
  ["packet_attachments", CONTENT],
  ["packet_limits", CONTENT],
]);

/** What to tell people about the error with this code. */
export const errorWords = (code: string): string => t(ERRORS.get(code) ?? "desk.error.internal");

/** The stable code of whatever was thrown. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "internal";
}
