/** Labelled inputs; a hint is tied to its input for those who hear the page. */
import { useState } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";

interface FieldProps {
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  autocomplete: "username" | "current-password" | "new-password";
  hint?: string;
  type?: "text" | "password";
}

export function Field({ name, label, value, onValue, autocomplete, hint, type = "text" }: FieldProps) {
  const hintId = hint ? `${name}-hint` : undefined;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type as "text"}
        value={value}
        autocomplete={autocomplete}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        aria-describedby={hintId}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {hint && <p class="soft" id={hintId}>{hint}</p>}
    </div>
  );
}

/** A passphrase, hidden until one asks to see it. */
export function PassphraseField(field: Omit<FieldProps, "type">) {
  const [shown, setShown] = useState(false);
  return (
    <div class="field">
      <Field {...field} type={shown ? "text" : "password"} />
      <label class="tick">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {t("desk.show")}
      </label>
    </div>
  );
}

/** The button of a form, and under it how far the work is. */
export function Submit({ label, busy, percent }: { label: string; busy: boolean; percent: number | null }) {
  return (
    <>
      <button class="button button--primary button--wide" type="submit" disabled={busy}>{label}</button>
      <div role="status">
        {percent !== null && (
          <>
            <progress aria-label={label} max={100} value={percent} />
            <p class="soft">{t("desk.working", { percent })}</p>
          </>
        )}
      </div>
    </>
  );
}
