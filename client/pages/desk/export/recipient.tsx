/** Who will be able to open an export: the holder of a key, or whoever is told a passphrase. */
import { t } from "../../../shared/i18n/index.ts";
import type { Way } from "./bundle_form.tsx";

interface Props {
  way: Way;
  text: string;
  passphrase: string;
  onWay: (way: Way) => void;
  onKey: (text: string) => void;
  onPassphrase: () => void;
}

export function Recipient({ way, text, passphrase, onWay, onKey, onPassphrase }: Props) {
  return (
    <fieldset class="passphrase">
      <legend>{t("desk.export.who")}</legend>
      <div class="choices">
        {(["key", "passphrase"] as const).map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="opener" value={one} checked={way === one} onChange={() => onWay(one)} />
            {t(`desk.export.by_${one}`)}
          </label>
        ))}
      </div>
      {way === "key" ? <Key text={text} onKey={onKey} /> : <Passphrase text={passphrase} onOther={onPassphrase} />}
    </fieldset>
  );
}

function Key({ text, onKey }: { text: string; onKey: (text: string) => void }) {
  const old = /^\s*age1(?!pq1)/.test(text);
  return (
    <label class="field">
      <span>{t("desk.export.key")}</span>
      <textarea
        name="recipient"
        rows={3}
        value={text}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder="age1pq1…"
        onInput={(event) => onKey(event.currentTarget.value)}
      />
      {old && <span class="soft" data-old-key>{t("desk.export.old_key")}</span>}
    </label>
  );
}

function Passphrase({ text, onOther }: { text: string; onOther: () => void }) {
  return (
    <div class="field">
      <span id="export-passphrase">{t("desk.export.passphrase")}</span>
      <output class="made" aria-labelledby="export-passphrase" data-passphrase>{text}</output>
      <button class="button" type="button" onClick={onOther}>{t("desk.join.another")}</button>
    </div>
  );
}
