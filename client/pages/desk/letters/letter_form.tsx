/** What a moderator fills in for a letter. Everything is optional; the reader gets what is there. */
import type { Cards } from "../../../shared/cards/cards.ts";
import { STATES, type State } from "../../../shared/crypto/states.ts";
import { t } from "../../../shared/i18n/index.ts";
import { BlankFields } from "./blank_fields.tsx";
import { LetterFiles } from "./letter_files.tsx";
import { Picker } from "./picker.tsx";
import { Reading } from "./reading.tsx";
import { type Facts, inLanguage, withTemplate, type Writing } from "./writing.ts";

interface Props {
  cards: Cards;
  writing: Writing;
  facts: Facts | null;
  /** The letter's, and whether it is the reporter's. */
  language: string;
  spoken: boolean;
  change: (part: Partial<Writing>) => void;
  /** Files are being cleaned. */
  busy: boolean;
  onBusy: (change: 1 | -1) => void;
  onEnded: () => void;
}

export function LetterForm({ cards, writing, facts, language, spoken, change, busy, onBusy, onEnded }: Props) {
  return (
    <>
      <Picker
        cards={cards}
        language={language}
        spoken={spoken}
        onLanguage={(to) => change(inLanguage(writing, language, to, __LANG__))}
        onPick={(template) => change(withTemplate(writing, template, language, __LANG__))}
        onEnded={onEnded}
      />
      <div class="field">
        <label for="letter-text">{t("desk.letters.text")}</label>
        <p class="soft" id="letter-text-hint">{t("desk.letters.text_hint")}</p>
        <textarea
          id="letter-text"
          name="letter-text"
          class={writing.chosen.length > 0 ? "long" : ""}
          maxLength={20_000}
          aria-describedby="letter-text-hint"
          value={writing.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
      </div>
      <BlankFields writing={writing} facts={facts} language={language} change={change} />
      <Reading writing={writing} facts={facts} language={language} />
      <div class="field">
        <label for="letter-state">{t("desk.letters.state")}</label>
        <select
          id="letter-state"
          name="letter-state"
          value={writing.state ?? ""}
          onChange={(event) => change({ state: (event.currentTarget.value || null) as State | null })}
        >
          <option value="">{t("desk.letters.state_same")}</option>
          {STATES.map((state) => <option key={state} value={state}>{t(`state.${state}`)}</option>)}
        </select>
      </div>
      <LetterFiles files={writing.files} onFiles={(files) => change({ files })} busy={busy} onBusy={onBusy} />
    </>
  );
}
