/** The packet as it came, to be kept and opened elsewhere. */
import type { Bytes } from "../../shared/crypto/bytes.ts";
import { t } from "../../shared/i18n/index.ts";
import { save } from "./save.ts";

export function SealedCopy({ id, sealed }: { id: string; sealed: Bytes }) {
  const file = `${id}.age`;
  return (
    <section class="card">
      <h2>{t("desk.packet.sealed_title")}</h2>
      <p class="soft">{t("desk.packet.sealed_lead")}</p>
      <pre class="command" tabIndex={0}><code>hinghoi packet open --identity desk.key {file}</code></pre>
      <button class="button" type="button" data-action="download-packet" onClick={() => save(sealed, file)}>
        {t("desk.packet.download")}
      </button>
    </section>
  );
}
