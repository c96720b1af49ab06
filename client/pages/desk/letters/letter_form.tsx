/** What a moderator fills in for a letter. Everything is optional; the reader gets what is there. */
import { STATES, type State } from "../../../shared/crypto/states.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { LetterFiles } from "./letter_files.tsx";
import type { Writing } from "./writing.ts";

interface Props {
  writing: Writing;
  change: (part: Partial<Writing>) => void;
  /** Files are being cleaned. */
  busy: boolean;
  onBusy: (change: 1 | -1) => void;
}

const TEMPLATES: readonly Key[] = [
  "desk.letters.template.photos",
  "desk.letters.template.place",
  "desk.letters.template.when",
  "desk.letters.template.careful",
  "desk.letters.template.fixed",
];

export function LetterForm({ writing, change, busy, onBusy }: Props) {
  const add = (sentence: string): void =>
    change({ text: [writing.text.trimEnd(), sentence].filter(Boolean).join("\n") });
  return (
    <>
      <div class="field">
        <label for="letter-text">{t("desk.letters.text")}</label>
        <p class="soft" id="letter-text-hint">{t("desk.letters.text_hint")}</p>
        <textarea
          id="letter-text"
          name="letter-text"
          maxLength={20_000}
          aria-describedby="letter-text-hint"
          value={writing.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
      </div>
      <details>
        <summary>{t("desk.letters.templates")}</summary>
        <ul class="list">
          {TEMPLATES.map((key) => (
            <li key={key}>
              <button class="button button--wide template" type="button" onClick={() => add(t(key))}>{t(key)}</button>
            </li>
          ))}
        </ul>
      </details>
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
      {writing.state === "referred" && <Agency writing={writing} change={change} />}
      <LetterFiles files={writing.files} onFiles={(files) => change({ files })} busy={busy} onBusy={onBusy} />
    </>
  );
}

function Agency({ writing, change }: Pick<Props, "writing" | "change">) {
  return (
    <>
      <Line name="letter-agency" label={t("desk.letters.agency")} value={writing.agency} onValue={(agency) => change({ agency })} />
      <Line
        name="letter-reference"
        label={t("desk.letters.reference")}
        value={writing.reference}
        onValue={(reference) => change({ reference })}
      />
    </>
  );
}

interface LineProps {
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
}

function Line({ name, label, value, onValue }: LineProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="text"
        maxLength={1000}
        autocomplete="off"
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}
