/** What does not go along, and why: nobody should find out later. */
import type { LeftOut } from "../../../shared/export/manifest.ts";
import { t } from "../../../shared/i18n/index.ts";

export function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return null;
  return (
    <div class="notice">
      <p>{t("desk.export.left_out")}</p>
      <ul class="list">
        {leftOut.map(({ packet, name, why }) => (
          <li key={`${packet}${name}`} data-why={why}>
            {name === null ? t("desk.export.unreadable") : t(`desk.export.left_${why}`, { name })}
          </li>
        ))}
      </ul>
    </div>
  );
}
