/** The passkeys that one has: named, removed, and another one added. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { Factors, Passkey } from "./api.ts";
import { LabelField } from "./label_field.tsx";
import { passkeyHost } from "./passkey.ts";

interface Props {
  factors: Factors;
  /** The passphrase was just shown. */
  may: boolean;
  onAdd: () => void;
  onName: (id: string, label: string) => void;
  onRemove: (id: string) => void;
}

export function Passkeys({ factors, may, onAdd, onName, onRemove }: Props) {
  const here = passkeyHost() !== null;
  return (
    <section class="card" data-passkeys={factors.passkeys.length}>
      <h2>{t("desk.passkey.title")}</h2>
      <p class="soft">{t(here ? "desk.passkey.lead" : "desk.passkey.not_here")}</p>
      {factors.passkeys.length > 0 && (
        <ul class="list">
          {factors.passkeys.map((one) => (
            <li key={one.id}><Line passkey={one} may={may} onName={(label) => onName(one.id, label)} onRemove={() => onRemove(one.id)} /></li>
          ))}
        </ul>
      )}
      {here && may && <button class="button button--primary button--wide" type="button" data-action="add-passkey" onClick={onAdd}>{t("desk.passkey.add")}</button>}
    </section>
  );
}

function Line({ passkey, may, onName, onRemove }: { passkey: Passkey; may: boolean; onName: (label: string) => void; onRemove: () => void }) {
  const [label, setLabel] = useState<string | null>(null);
  function submit(event: Event): void {
    event.preventDefault();
    if (label?.trim()) onName(label);
    setLabel(null);
  }
  return (
    <div class="stack" data-passkey={passkey.id} data-unlocks={passkey.unlocks}>
      <p>
        <strong>{passkey.name}</strong>
        <span class="soft"> · {dayWords(passkey.added)} · {passkey.rp} · {t(passkey.unlocks ? "desk.passkey.unlocks" : "desk.passkey.signs_in")}</span>
      </p>
      {label === null ? (
        <div class="row">
          <button class="button" type="button" data-action="name-passkey" onClick={() => setLabel(passkey.name)}>{t("desk.passkey.rename")}</button>
          {may && <button class="button" type="button" data-action="remove-passkey" onClick={onRemove}>{t("desk.passkey.remove")}</button>}
        </div>
      ) : (
        <form class="stack" method="dialog" onSubmit={submit}>
          <LabelField value={label} onValue={setLabel} />
          <button class="button" type="submit">{t("desk.passkey.save")}</button>
        </form>
      )}
    </div>
  );
}
