/** At a desk that asks everybody for a second factor: adding one comes before all else. */
import { t } from "../../../shared/i18n/index.ts";
import type { Access, OpenDesk } from "../flows.ts";
import { Title } from "../frame.tsx";
import { useIdleLock } from "../use_idle_lock.ts";
import { Factors } from "./account_page.tsx";

interface Props {
  desk: OpenDesk;
  /** Of the passphrase with which they came in just now. */
  access: Access | null;
  onDesk: (desk: OpenDesk) => void;
  onEnded: () => void;
  onIdle: () => void;
  onSignOut: () => void;
}

export function Bare({ desk, access, onDesk, onEnded, onIdle, onSignOut }: Props) {
  useIdleLock(onIdle);
  return (
    <section class="stack" data-screen="bare">
      <Title>{t("desk.bare.title")}</Title>
      <p>{t("desk.bare.lead")}</p>
      <Factors desk={desk} given={access} onDesk={onDesk} onEnded={onEnded} />
      <button class="button button--quiet leave" type="button" data-action="sign-out" onClick={onSignOut}>{t("desk.sign_out")}</button>
    </section>
  );
}
