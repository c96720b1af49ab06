/** A PDF, page by page, each a picture that was drawn in a worker: nothing of the document itself reaches the page. */
import { useEffect, useState } from "preact/hooks";
import type { Code } from "../../../shared/cleaning/types.ts";
import { t } from "../../../shared/i18n/index.ts";
import { drawPages, type Page } from "./drawn_pages.ts";
import { Seen } from "./picture.tsx";
import { NotShown } from "./trouble.tsx";

interface Drawn {
  pages: readonly Page[];
  /** How many the document has; 0 until the first is drawn. */
  of: number;
  /** Null while pages are still being drawn. */
  ended: { code: Code | null } | null;
}

function useDrawn(bytes: Uint8Array): Drawn {
  const [drawn, setDrawn] = useState<Drawn>({ pages: [], of: 0, ended: null });
  useEffect(() => {
    const stop = new AbortController();
    setDrawn({ pages: [], of: 0, ended: null });
    drawPages(bytes, stop.signal, {
      page: (page, of) => setDrawn((now) => ({ ...now, pages: [...now.pages, page], of })),
      end: (code) => setDrawn((now) => ({ ...now, ended: { code } })),
    });
    return () => stop.abort();
  }, [bytes]);
  return drawn;
}

export function Pages({ bytes, stem }: { bytes: Uint8Array; stem: string }) {
  const { pages, of, ended } = useDrawn(bytes);
  const [at, setAt] = useState(0);
  const page = pages[at];
  return (
    <div class="stack" data-pages={pages.length} data-pages-of={of}>
      {!page && !ended && <p class="soft" role="status">{t("desk.view.drawing")}</p>}
      {page && <Seen key={at} file={{ ...page, name: "" }} label={t("desk.view.page", { n: at + 1, of })} stem={`${stem}-${at + 1}`} />}
      {page && of > 1 && (
        <div class="row">
          <button class="button" type="button" data-action="page-before" disabled={at === 0} onClick={() => setAt(at - 1)}>{t("desk.view.before")}</button>
          <span aria-live="polite" data-page-at={at + 1}>{t("desk.view.page", { n: at + 1, of })}</span>
          <button class="button" type="button" data-action="page-next" disabled={at + 1 >= pages.length} onClick={() => setAt(at + 1)}>{t("desk.view.next")}</button>
        </div>
      )}
      {ended && ended.code !== null && <NotShown code={ended.code} />}
      {ended && ended.code === null && pages.length < of && <p class="notice">{t("desk.view.more_pages", { n: pages.length, of })}</p>}
    </div>
  );
}
