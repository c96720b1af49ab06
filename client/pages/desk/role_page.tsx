/** For who reads no reports and has no log to watch over: what the role is for, and what it may do here. */
import { t } from "../../shared/i18n/index.ts";
import { Title } from "./frame.tsx";

export function RolePage() {
  return (
    <div class="stack" data-role="coordinator">
      <Title>{t("desk.role.title")}</Title>
      <p>{t("desk.role.coordinator")}</p>
      <p>{t("desk.role.coordinator_no")}</p>
      <p>{t("desk.role.coordinator_ask")}</p>
    </div>
  );
}
