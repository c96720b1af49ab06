/** Choosing a passphrase: the one that the page made, or one's own. */
import { t } from "../../shared/i18n/index.ts";
import { makePassphrase } from "../../shared/desk_keys/passphrase.ts";
import { Field, PassphraseField } from "./fields.tsx";
import type { Passphrase } from "./join_rules.ts";

export const newChoice = (): Passphrase => ({ own: false, made: makePassphrase(), kept: false, text: "", again: "" });

interface Props {
  choice: Passphrase;
  onChange: (choice: Passphrase) => void;
}

export function NewPassphrase({ choice, onChange }: Props) {
  const change = (part: Partial<Passphrase>): void => onChange({ ...choice, ...part });
  const option = (own: boolean, label: string) => (
    <label class="choice">
      <input type="radio" name="own" checked={choice.own === own} onChange={() => change({ own })} />
      {label}
    </label>
  );
  return (
    <fieldset class="passphrase">
      <legend>{t("desk.join.passphrase_legend")}</legend>
      <div class="choices">
        {option(false, t("desk.join.made"))}
        {option(true, t("desk.join.own"))}
      </div>
      {choice.own ? <Own choice={choice} change={change} /> : <Made choice={choice} change={change} />}
    </fieldset>
  );
}

type Part = { choice: Passphrase; change: (part: Partial<Passphrase>) => void };

function Made({ choice, change }: Part) {
  return (
    <>
      <div class="field">
        <span id="made">{t("desk.join.made_label")}</span>
        <output class="made" aria-labelledby="made" data-made>{choice.made}</output>
        <button class="button" type="button" onClick={() => change({ made: makePassphrase(), kept: false })}>
          {t("desk.join.another")}
        </button>
      </div>
      <label class="tick">
        <input
          type="checkbox"
          name="kept"
          checked={choice.kept}
          onChange={(event) => change({ kept: event.currentTarget.checked })}
        />
        {t("desk.join.kept")}
      </label>
    </>
  );
}

function Own({ choice, change }: Part) {
  return (
    <>
      <PassphraseField
        name="passphrase"
        label={t("desk.passphrase")}
        hint={t("desk.join.own_hint")}
        value={choice.text}
        onValue={(text) => change({ text })}
        autocomplete="new-password"
      />
      <Field
        name="again"
        type="password"
        label={t("desk.join.again")}
        value={choice.again}
        onValue={(again) => change({ again })}
        autocomplete="new-password"
      />
    </>
  );
}
