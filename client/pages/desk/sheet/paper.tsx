/** The recovery sheet as it is printed: one A4, the code as digits and as a QR code, and what to do with it. */
import { sheetGroups, scannedSheet } from "../../../shared/desk_keys/sheet.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Firefly } from "../firefly.tsx";
import { QrCode } from "../key/qr_code.tsx";

const STEPS = ["desk.paper.step_open", "desk.paper.step_way", "desk.paper.step_code", "desk.paper.step_new"] as const;

/** Where the desk is, for somebody who types it on another machine. */
function deskAddress(): string {
  const site = document.querySelector<HTMLMetaElement>("meta[name=public-url]")?.content || location.origin;
  return `${site.replace(/^https:\/\//, "")}/desk`;
}

/** Neither a name nor a desk is on it: who finds it does not know whom it is for. */
export function Paper({ code, day }: { code: string; day: string }) {
  const site = deskAddress();
  return (
    <div class="poster-preview" role="region" tabIndex={0} aria-label={t("desk.paper.title")}>
      <article class="poster-sheet sheet">
        <header class="sheet__head">
          <h2>{t("desk.paper.title")}</h2>
          <span class="poster__brand"><Firefly />{t("app.name")}</span>
        </header>
        <p class="sheet__keep">{t("desk.paper.keep")}</p>
        <div class="sheet__code">
          <QrCode text={scannedSheet(code)} />
          <ol class="sheet__groups" data-sheet-code translate={false}>
            {sheetGroups(code).map((group, at) => <li key={at}>{group}</li>)}
          </ol>
        </div>
        <h3>{t("desk.paper.when")}</h3>
        <ol class="sheet__steps">
          {STEPS.map((key) => <li key={key}>{t(key, { site, way: t("desk.restore.way") })}</li>)}
        </ol>
        <h3>{t("desk.paper.lost_title")}</h3>
        <p>{t("desk.paper.lost", { page: t("desk.sheet.title") })}</p>
        <p class="sheet__foot">{t("desk.paper.foot", { day })}</p>
      </article>
    </div>
  );
}
