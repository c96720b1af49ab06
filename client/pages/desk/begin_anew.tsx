/** For a sealed list that does not open: colleagues may still open it, so that it begins anew only when told twice. */
import { useState } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";

interface Props {
  busy: boolean;
  onBegin: () => void;
}

export function BeginAnew({ busy, onBegin }: Props) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return <button class="button button--quiet leave" type="button" data-action="begin-anew" onClick={() => setAsked(true)}>{t("desk.shared.begin")}</button>;
  }
  return (
    <div class="stack" role="alert">
      <p class="notice notice--danger">{t("desk.shared.begin_sure")}</p>
      <div class="row">
        <button class="button" type="button" data-action="begin-anew-yes" disabled={busy} onClick={onBegin}>{t("desk.shared.begin_yes")}</button>
        <button class="button button--quiet" type="button" onClick={() => setAsked(false)}>{t("desk.case.cancel")}</button>
      </div>
    </div>
  );
}
