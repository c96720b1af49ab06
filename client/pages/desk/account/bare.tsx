/** At a desk that asks everybody for a second factor: adding one comes before all else. */
import { t } from "../../../shared/i18n/index.ts";
import type { OpenDesk } from "../flows.ts";
import { Title } from "../frame.tsx";
import { Factors } from "./account_page.tsx";

interface Props {
  desk: OpenDesk;
  onDesk: (desk: OpenDesk) => void;
  onEnded: () => void;
  onSignOut: () => void;
}

export function Bare({ desk, onDesk, onEnded, onSignOut }: Props) {
  return (
    <section class="stack" data-screen="bare">
      <Title>{t("desk.bare.title")}</Title>
      <p>{t("desk.bare.lead")}</p>
      <Factors desk={desk} onDesk={onDesk} onEnded={onEnded} />
      <button class="button button--quiet leave" type="button" data-action="sign-out" onClick={onSignOut}>{t("desk.sign_out")}</button>
    </section>
  );
}
