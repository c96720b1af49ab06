/** Cases on paper: the browser prints what is shown here, or makes a PDF of it. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import type { OpenDesk } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { lookOf } from "../viewer/kinds.ts";
import { errorWords } from "../words.ts";
import { Dossier, type OnPaper } from "./dossier.tsx";
import { gather, type LookedAt, objection, openOne, type Work } from "./gather.ts";

interface Props {
  desk: OpenDesk;
  cases: DeskCases;
  ids: readonly string[];
  stop: AbortSignal;
  onBack: () => void;
  onEnded: () => void;
}

export function DossierPage({ desk, cases, ids, stop, onBack, onEnded }: Props) {
  const task = useTask(onEnded);
  const [papers, setPapers] = useState<readonly OnPaper[] | null>(null);
  const [done, setDone] = useState(0);
  const [notes, setNotes] = useState(false);
  const [settled, setSettled] = useState(0);
  useEffect(() => task.run(async () => setPapers(await papersOf(cases, ids, { desk, stop, tell: setDone }))), []);
  // Paper with holes in it is not what they wanted.
  const ready = papers !== null && settled >= picturesOf(papers);
  return (
    <section class="stack" data-screen="dossier" data-printable={ready ? papers.length : undefined}>
      <div class="stack unprinted">
        <button class="button button--quiet leave" type="button" data-action="back" onClick={onBack}>← {t("desk.case.back")}</button>
        <Title>{t("desk.export.paper")}</Title>
        <p class="soft">{t("desk.export.print_lead")}</p>
        <Trouble words={task.failed && errorWords(task.failed)} />
        <div role="status">{task.busy && <p>{t("desk.export.working", { n: done })}</p>}</div>
        {papers && (
          <>
            <label class="tick">
              <input type="checkbox" name="with-notes" checked={notes} onChange={({ currentTarget }) => setNotes(currentTarget.checked)} />
              {t("desk.export.with_notes")}
            </label>
            <button class="button button--primary button--wide" type="button" data-action="print" disabled={!ready} onClick={() => print()}>{t("desk.key.print")}</button>
          </>
        )}
      </div>
      {papers && (
        <div class="dossier-preview" role="region" tabIndex={0} aria-label={t("desk.export.paper")}>
          {papers.map((one) => <Dossier key={one.seen.card.case} paper={one} desk={desk.account.desk.name.th} notes={notes} onSettled={() => setSettled((before) => before + 1)} />)}
        </div>
      )}
    </section>
  );
}

const picturesOf = (papers: readonly OnPaper[]): number =>
  papers.flatMap(({ reports }) => reports).flatMap(({ files }) => files).filter(({ picture }) => picture !== null).length;

async function papersOf(cases: DeskCases, ids: readonly string[], work: Work): Promise<OnPaper[]> {
  const { custody, cases: found } = await gather(cases, "dossier", ids);
  const papers: OnPaper[] = [];
  let done = 0;
  for (const { seen, packets } of found) {
    const reports: OnPaper["reports"] = [];
    for (const packet of packets) {
      const { report, files } = await openOne(packet, work);
      reports.push({ packet, report, files: files.map(onPaper) });
      work.tell(++done);
    }
    papers.push({ seen, reports, day: custody.day, head: custody.head });
  }
  return papers;
}

/** Pictures alone are held: of everything else paper has the digest. */
function onPaper(file: LookedAt): OnPaper["reports"][number]["files"][number] {
  const { fact, bytes } = file;
  const why = objection(file);
  return { fact, why, picture: why === null && lookOf({ type: fact.type, bytes }) === "picture" ? bytes : null };
}
