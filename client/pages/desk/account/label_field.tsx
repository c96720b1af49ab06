/** What somebody calls a passkey; the server can read it, so the hint asks for nothing that tells. */
import { t } from "../../../shared/i18n/index.ts";

export function LabelField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  return (
    <div class="field">
      <label for="label">{t("desk.passkey.label")}</label>
      <input id="label" name="label" type="text" maxLength={64} autocomplete="off" aria-describedby="label-hint" value={value} onInput={(event) => onValue(event.currentTarget.value)} />
      <p class="soft" id="label-hint">{t("desk.passkey.label_hint")}</p>
    </div>
  );
}
