/** The facts of a case and of a report in words, for paper and for files alike; none that are empty. */
import { CATEGORIES, type Report } from "../../../shared/crypto/packet.ts";
import { caseNumber } from "../../../shared/export/case_number.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { Seen } from "../cases/change.ts";

export type Fact = readonly [label: string, words: string];

const kept = (facts: readonly (readonly [string, string | null | undefined])[]): Fact[] =>
  facts.flatMap(([label, words]) => (words ? [[label, words] as const] : []));

const kindWords = (kind: string | null): string =>
  CATEGORIES.includes(kind as "other") ? t(`kind.${kind as "other"}`) : (kind ?? "");

export function caseFacts({ card, workflow }: Seen): Fact[] {
  const { referral } = card;
  return kept([
    [t("desk.export.number"), caseNumber(card.case)],
    [t("desk.export.id"), card.case],
    [t("desk.cases.state"), t(`state.${workflow.state}`)],
    [t("desk.cases.risk"), card.risk && t(`desk.risk.${card.risk}`)],
    [t("desk.packet.category"), kindWords(card.kind)],
    [t("desk.packet.place"), [card.district, card.province].filter(Boolean).join(" · ")],
    [t("desk.packet.agency"), card.agency],
    [t("desk.packet.accused"), card.accused],
    [t("desk.packet.watchpoint"), card.watchpoint],
    [t("desk.cases.came"), dayWords(card.day)],
    [t("desk.case.referral"), referral && [referral.agency, dayWords(referral.day), referral.reference].filter(Boolean).join(" · ")],
    [t("desk.case.reason"), card.reason],
  ]);
}

export function reportFacts(report: Report): Fact[] {
  const { place } = report;
  return kept([
    [t("desk.packet.answer"), report.answer && t(`desk.packet.answer_${report.answer}`)],
    [t("desk.packet.category"), kindWords(report.category)],
    [t("desk.packet.place"), [place.words, place.tambon, place.district, place.province].filter(Boolean).join(" · ")],
    [t("desk.packet.when"), report.when],
    [t("desk.packet.agency"), report.agency],
    [t("desk.packet.accused"), report.accused],
    [t("desk.packet.watchpoint"), report.watchpoint],
    [t("desk.packet.written"), dayWords(report.day)],
  ]);
}

/** The states that the case went through, a line each. */
export const historyWords = ({ card }: Seen): string[] =>
  card.history.map(({ day, state }) => `${dayWords(day)}: ${t(`state.${state}`)}`);
