/** Why a report could not be sealed, in words that say what to do. */
import { PacketError } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { OutboxError } from "../../shared/outbox/types.ts";

export function problemWords(error: unknown): string {
  if (error instanceof OutboxError && error.code === "outdated") return t("report.locked_by_old_tab");
  if (error instanceof PacketError && error.code === "packet_limits") return t("report.problem_large");
  return t("report.problem_seal");
}
