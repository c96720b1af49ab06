/** What a reporter wrote. It is hostile until proven otherwise: text nodes only, no links made. */
import type { ComponentChildren } from "preact";
import { CATEGORIES, type Report } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { dayWords } from "../common/format.ts";
import { Title } from "./frame.tsx";

/** `inside`: of a screen that has its own title. */
export function ReportView({ report, inside = false }: { report: Report; inside?: boolean }) {
  const { place } = report;
  const kind = report.kind === "followup" ? t("desk.packet.kind.followup") : t("desk.packet.kind.report");
  return (
    <section class="stack" data-report>
      {inside ? <p class="soft">{kind}</p> : <Title>{kind}</Title>}
      <div class="card">
        <h2>{t("desk.packet.text")}</h2>
        <p class="words" dir="auto" data-field="text">{report.text || t("desk.packet.no_text")}</p>
      </div>
      <dl class="card facts">
        <Fact name="answer" label={t("desk.packet.answer")}>{report.answer && t(`desk.packet.answer_${report.answer}`)}</Fact>
        <Fact name="category" label={t("desk.packet.category")}>{categoryWords(report.category)}</Fact>
        <Fact name="place" label={t("desk.packet.place")}>{placeWords(place)}</Fact>
        <Fact name="code" label={t("desk.packet.place_code")}>{place.code}</Fact>
        <Fact name="when" label={t("desk.packet.when")}>{report.when}</Fact>
        <Fact name="agency" label={t("desk.packet.agency")}>{report.agency}</Fact>
        <Fact name="accused" label={t("desk.packet.accused")}>{report.accused}</Fact>
        <Fact name="watchpoint" label={t("desk.packet.watchpoint")}>{report.watchpoint}</Fact>
        <Fact name="mailbox" label={t("desk.packet.mailbox")}>{mailboxWords(report.mailbox)}</Fact>
        <Fact name="day" label={t("desk.packet.written")}>{dayWords(report.day)}</Fact>
        <Fact name="language" label={t("desk.packet.language")}>{report.language}</Fact>
      </dl>
    </section>
  );
}

/** One line of the list; nothing at all when there is nothing to say. */
function Fact({ name, label, children }: { name: string; label: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <div>
      <dt class="soft">{label}</dt>
      <dd class="words" dir="auto" data-field={name}>{children}</dd>
    </div>
  );
}

function categoryWords(category: Report["category"]): string {
  if (category === null) return "";
  return CATEGORIES.includes(category) ? t(`kind.${category}`) : category;
}

const placeWords = (place: Report["place"]): string =>
  [place.words, place.tambon, place.district, place.province].filter(Boolean).join(" · ");

const mailboxWords = (mailbox: Report["mailbox"]): string =>
  mailbox ? t("desk.packet.mailbox_yes", { id: mailbox.id }) : t("desk.packet.mailbox_no");
