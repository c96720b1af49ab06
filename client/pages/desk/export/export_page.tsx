/** Everything that can be taken out of the desk, for the cases that were chosen or are listed. */
import { useEffect, useRef, useState } from "preact/hooks";
import { caseNumber } from "../../../shared/export/case_number.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { Wanted } from "../cases/use_answer.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import type { OpenDesk } from "../flows.ts";
import { Title } from "../frame.tsx";
import { BundleForm } from "./bundle_form.tsx";
import { DossierPage } from "./dossier_page.tsx";
import { TableForm } from "./table_form.tsx";

/** The server takes so many at once. */
const MOST = 100;

interface Props {
  desk: OpenDesk;
  cases: DeskCases;
  /** The cases that were chosen; none for a table of all that are listed. */
  ids: readonly string[];
  wanted: Wanted;
  onBack: () => void;
  onEnded: () => void;
}

export function ExportPage({ desk, cases, ids, wanted, onBack, onEnded }: Props) {
  const [paper, setPaper] = useState(false);
  const stop = useStop();
  const few = ids.length > 0 && ids.length <= MOST;
  if (paper) return <DossierPage desk={desk} cases={cases} ids={ids} stop={stop} onBack={() => setPaper(false)} onEnded={onEnded} />;
  return (
    <section class="stack" data-screen="export" data-exporting={ids.length}>
      <button class="button button--quiet leave" type="button" data-action="back" onClick={onBack}>← {t("desk.case.back")}</button>
      <div>
        <Title>{t("desk.export.title")}</Title>
        {ids.length === 1 && <p class="soft">{t("desk.export.number")} {caseNumber(ids[0]!)}</p>}
        {ids.length > 1 && <p class="soft">{t("desk.bulk.title", { n: ids.length })}</p>}
      </div>
      {ids.length > MOST && <p class="notice">{t("desk.export.too_many", { n: MOST })}</p>}
      {few && <BundleForm desk={desk} cases={cases} ids={ids} stop={stop} onEnded={onEnded} />}
      {few && (
        <section class="card" aria-labelledby="paper">
          <h2 id="paper">{t("desk.export.paper")}</h2>
          <p class="soft">{t("desk.export.paper_lead")}</p>
          <button class="button" type="button" data-action="dossier" onClick={() => setPaper(true)}>{t("desk.export.paper_make")}</button>
        </section>
      )}
      <TableForm cases={cases} ids={ids} wanted={wanted} onEnded={onEnded} />
    </section>
  );
}

/** Ends whatever still runs when the page is left, the lock included. */
function useStop(): AbortSignal {
  const gone = useRef(new AbortController());
  useEffect(() => () => gone.current.abort(), []);
  return gone.current.signal;
}
