/** Words of the desk's own on a case, to find it by. */
import { useState } from "preact/hooks";
import { tidy } from "../../../shared/cards/normalise.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { PartProps } from "./case_view.tsx";

export function Labels({ seen, busy, onSave }: PartProps) {
  const { labels } = seen.card;
  const [text, setText] = useState("");
  const label = tidy(text.trim()).slice(0, 40);
  const add = (event: Event): void => {
    event.preventDefault();
    if (label && !labels.includes(label) && labels.length < 20) onSave({ card: { labels: [...labels, label] } }, () => setText(""));
  };
  return (
    <form class="card" method="dialog" aria-labelledby="labels" onSubmit={add}>
      <h2 id="labels">{t("desk.cases.label")}</h2>
      {labels.length > 0 && (
        <div class="row">
          {labels.map((one) => (
            <button class="button" type="button" key={one} disabled={busy} data-label={one} aria-label={t("desk.case.remove_label", { label: one })}
              onClick={() => onSave({ card: { labels: labels.filter((other) => other !== one) } })}>
              {one} ✕
            </button>
          ))}
        </div>
      )}
      <label class="field">
        <span>{t("desk.case.new_label")}</span>
        <input name="label" value={text} maxLength={40} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button class="button" type="submit" disabled={busy || !label}>{t("desk.bulk.label")}</button>
    </form>
  );
}
