/** One case as it is printed: a cover, the facts, each report with its pictures, and the history. */
import { useEffect } from "preact/hooks";
import type { Report, ReportAttachment } from "../../../shared/crypto/packet.ts";
import { caseNumber } from "../../../shared/export/case_number.ts";
import type { Why } from "../../../shared/export/manifest.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords, sizeWords } from "../../common/format.ts";
import type { Seen } from "../cases/change.ts";
import { Canvas } from "../viewer/canvas.tsx";
import { NotShown } from "../viewer/trouble.tsx";
import { usePicture } from "../viewer/use_picture.ts";
import { caseFacts, type Fact, historyWords, reportFacts } from "./facts.ts";

export interface PaperFile {
  fact: ReportAttachment;
  why: Why | null;
  /** A picture that is shown; null for everything else. */
  picture: Uint8Array | null;
}

export interface OnPaper {
  seen: Seen;
  reports: { packet: string; report: Report | null; files: PaperFile[] }[];
  /** When it was made, and what the log ended in then. */
  day: string;
  head: string;
}

interface Props {
  paper: OnPaper;
  desk: string;
  notes: boolean;
  /** One picture more is drawn, or will never be. */
  onSettled: () => void;
}

/** The head of a table is printed again on every page: so each of them says that it is secret. */
export function Dossier({ paper, desk, notes, onSettled }: Props) {
  const number = caseNumber(paper.seen.card.case);
  return (
    <table class="dossier" role="presentation" lang={__LANG__} data-dossier={number}>
      <thead>
        <tr><td><p class="dossier__mark"><strong>{t("desk.export.secret")}</strong><span>{t("desk.export.number")} {number}</span></p></td></tr>
      </thead>
      <tbody>
        <tr><td><Cover paper={paper} desk={desk} number={number} /></td></tr>
        {paper.reports.map((one, n) => <tr key={one.packet}><td><ReportPart {...one} n={n + 1} onSettled={onSettled} /></td></tr>)}
        <tr><td><Lines title={t("desk.case.history")} lines={historyWords(paper.seen)} /></td></tr>
        {notes && <tr><td><Notes seen={paper.seen} /></td></tr>}
        <tr><td><LeftOut paper={paper} notes={notes} /></td></tr>
      </tbody>
    </table>
  );
}

function Cover({ paper: { seen, reports, day }, desk, number }: { paper: OnPaper; desk: string; number: string }) {
  const files = reports.reduce((sum, one) => sum + one.files.length, 0);
  return (
    <header class="dossier__cover">
      <p class="dossier__stamp">{t("desk.export.secret")}</p>
      <h2>{t("desk.export.number")} {number}</h2>
      <p dir="auto">{seen.card.title}</p>
      <p>{desk} · {dayWords(day)}</p>
      <p>{t("desk.export.cover_count", { reports: reports.length, files })}</p>
      <Facts facts={caseFacts(seen)} />
    </header>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <table class="dossier__facts">
      <tbody>
        {facts.map(([label, words]) => <tr key={label}><th scope="row">{label}</th><td dir="auto">{words}</td></tr>)}
      </tbody>
    </table>
  );
}

function ReportPart({ report, files, n, onSettled }: OnPaper["reports"][number] & { n: number; onSettled: () => void }) {
  return (
    <section class="dossier__report">
      <h3>{t("desk.export.report", { n })}</h3>
      {!report && <p>{t("desk.export.unreadable")}</p>}
      {report && <p class="dossier__text" dir="auto">{report.text || t("desk.packet.no_text")}</p>}
      {report && <Facts facts={reportFacts(report)} />}
      {files.map((file) => <File key={file.fact.name} file={file} n={n} onSettled={onSettled} />)}
    </section>
  );
}

function File({ file: { fact, why, picture }, n, onSettled }: { file: PaperFile; n: number; onSettled: () => void }) {
  return (
    <figure class="dossier__file" data-paper-file={why ?? "shown"}>
      {picture && <Photo bytes={picture} name={fact.name} onSettled={onSettled} />}
      <figcaption>
        <p>{t("desk.export.file", { name: `${n}-${fact.name}`, size: sizeWords(fact.bytes) })}{!picture && !why && ` · ${t("desk.export.not_on_paper")}`}</p>
        {why && <p>{t(`desk.export.left_${why}`, { name: fact.name })}</p>}
        <p class="dossier__hash">SHA-256 {fact.sha256}</p>
      </figcaption>
    </figure>
  );
}

/** As much as a printer shows across a sheet of A4. */
const ON_PAPER = 1600;

/** Drawn elsewhere and bounded, as on every screen: a picture may be made to harm whoever opens it. */
function Photo({ bytes, name, onSettled }: { bytes: Uint8Array; name: string; onSettled: () => void }) {
  const answer = usePicture(bytes, ON_PAPER);
  useEffect(() => {
    if (answer) onSettled();
  }, [answer]);
  if (answer === null || "text" in answer) return null;
  return "code" in answer ? <NotShown code={answer.code} /> : <Canvas bitmap={answer.seen.bitmap} label={name} />;
}

const Lines = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <section>
    <h3>{title}</h3>
    <ol>{lines.map((line, n) => <li key={n}>{line}</li>)}</ol>
  </section>
);

const Notes = ({ seen: { card } }: { seen: Seen }) => (
  <Lines title={t("desk.case.notes")} lines={[...card.notes.map(({ day, text }) => `${dayWords(day)}: ${text}`), ...card.labels]} />
);

function LeftOut({ paper, notes }: { paper: OnPaper; notes: boolean }) {
  return (
    <footer>
      <Lines title={t("desk.export.left_out")} lines={[t("desk.export.left_mailbox"), ...(notes ? [] : [t("desk.export.left_notes")]), t("desk.export.left_files")]} />
      <h3>{t("desk.export.log")}</h3>
      <p class="dossier__hash">{paper.head}</p>
    </footer>
  );
}
