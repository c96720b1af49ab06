/** A case as an export tells it to people: plain text that any machine shows. */
import { type Bytes, utf8 } from "../../../shared/crypto/bytes.ts";
import { caseNumber } from "../../../shared/export/case_number.ts";
import type { Why } from "../../../shared/export/manifest.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { Seen } from "../cases/change.ts";
import { caseFacts, type Fact, historyWords, reportFacts } from "./facts.ts";
import type { Opened } from "./gather.ts";

/** What of one report is told; its files' bytes are gone by then. */
export interface Told extends Pick<Opened, "report"> {
  files: { name: string; sha256: string; why: Why | null; path: string }[];
}

const line = ([label, words]: Fact): string => `${label}: ${words}`;
const section = (title: string, lines: readonly string[]): string[] => (lines.length ? ["", `== ${title} ==`, ...lines] : []);

export function caseText(seen: Seen, reports: readonly Told[], notes: boolean): Bytes {
  const { card } = seen;
  const all = [
    `${t("desk.export.secret")} · ${t("desk.export.number")} ${caseNumber(card.case)}`,
    "",
    ...caseFacts(seen).map(line),
    ...reports.flatMap((told, n) => section(t("desk.export.report", { n: n + 1 }), reportLines(told))),
    ...section(t("desk.case.history"), historyWords(seen)),
    ...(notes ? section(t("desk.case.notes"), card.notes.map(({ day, text }) => `${dayWords(day)}: ${text}`)) : []),
    ...(notes && card.labels.length ? section(t("desk.cases.label"), card.labels) : []),
    ...section(t("desk.export.left_out"), [t("desk.export.left_mailbox"), ...(notes ? [] : [t("desk.export.left_notes")])]),
    "",
    t("desk.export.how_to_check"),
  ];
  return utf8(`${all.join("\n")}\n`);
}

function reportLines({ report, files }: Told): string[] {
  if (!report) return [t("desk.export.unreadable")];
  return [
    report.text || t("desk.packet.no_text"),
    "",
    ...reportFacts(report).map(line),
    ...files.map(({ name, sha256, why, path }) => `${why ? t(`desk.export.left_${why}`, { name }) : path} · SHA-256 ${sha256}`),
  ];
}
