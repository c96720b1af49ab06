/** What the second look at a file says: safe to pass on, not yet, or nobody knows. */
import type { Opinion } from "../../shared/cleaning/verdict.ts";
import { REMOVED } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";

export function VerdictLine({ opinion }: { opinion: Opinion | undefined }) {
  return <div aria-live="polite" data-verdict={opinion?.verdict ?? ""}>{said(opinion)}</div>;
}

function said(opinion: Opinion | undefined) {
  if (!opinion) return <p class="soft">{t("desk.packet.verdict_checking")}</p>;
  if (opinion.verdict === "clean") return <p class="notice notice--ok">{t("desk.packet.verdict_clean")}</p>;
  if (opinion.verdict === "unknown") return <p class="notice">{t("desk.packet.verdict_unknown")}</p>;
  return <p class="notice notice--danger">{t("desk.packet.verdict_residue")}{what(opinion.found)}</p>;
}

function what(found: string[]): string {
  const known = REMOVED.filter((word) => found.includes(word)).map((word) => t(`removed.${word}`));
  return known.length ? ` ${t("desk.packet.verdict_what", { what: known.join(", ") })}` : "";
}
