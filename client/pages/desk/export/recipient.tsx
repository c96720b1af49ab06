/** Who will be able to open an export: the holder of a key, or whoever is told a passphrase. */
import type { Cards } from "../../../shared/cards/cards.ts";
import { t } from "../../../shared/i18n/index.ts";
import { AgencyChoice } from "./agency_choice.tsx";
import type { Way } from "./bundle_form.tsx";

interface Props {
  cards: Cards;
  way: Way;
  text: string;
  passphrase: string;
  onWay: (way: Way) => void;
  onKey: (text: string) => void;
  onPassphrase: () => void;
}

export function Recipient({ cards, way, text, passphrase, onWay, onKey, onPassphrase }: Props) {
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
      {way === "key" ? <AgencyChoice cards={cards} text={text} onKey={onKey} /> : <Passphrase text={passphrase} onOther={onPassphrase} />}
    </fieldset>
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
