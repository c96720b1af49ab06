/** A new recovery key of the desk on one A4: what `hinghoi desk create` prints at set-up, for the drawer it lay in. */
import { localDay } from "../../../shared/crypto/day.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { Firefly } from "../firefly.tsx";
import { QrCode } from "../key/qr_code.tsx";

export function RecoveryPaper({ identity }: { identity: string }) {
  return (
    <div class="poster-preview" role="region" tabIndex={0} aria-label={t("desk.recovery.title")}>
      <article class="poster-sheet sheet">
        <header class="sheet__head">
          <h2>{t("desk.recovery.title")}</h2>
          <span class="poster__brand"><Firefly />{t("app.name")}</span>
        </header>
        <p class="sheet__keep">{t("desk.recovery.keep")}</p>
        <div class="sheet__code">
          <QrCode text={identity} />
          <code class="sheet__key" data-recovery-key translate={false}>{identity}</code>
        </div>
        <p>{t("desk.recovery.use")}</p>
        <p class="sheet__foot">{t("desk.recovery.foot", { day: dayWords(localDay()) })}</p>
      </article>
    </div>
  );
}
