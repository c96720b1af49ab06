/** Two groups of the sheet, typed off the paper: the screen does not show them any more. */
import { useState } from "preact/hooks";
import { GROUP } from "../../../shared/desk_keys/sheet.ts";
import { readDigits } from "../../../shared/mailbox/code.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Title, Trouble } from "../frame.tsx";

interface Props {
  groups: readonly string[];
  busy: boolean;
  failed: string | null;
  onProven: () => void;
  onBack: () => void;
}

/** One of the first half and one of the second: a sheet that was cut off does not pass. */
function drawn(count: number): [number, number] {
  const [one = 0, other = 0] = crypto.getRandomValues(new Uint8Array(2));
  const half = count / 2;
  return [one % half, half + (other % half)];
}

export function Prove({ groups, busy, failed, onProven, onBack }: Props) {
  const [asked] = useState(() => drawn(groups.length));
  const [typed, setTyped] = useState<readonly string[]>(["", ""]);
  const [wrong, setWrong] = useState<string | null>(null);
  function submit(event: Event): void {
    event.preventDefault();
    const at = asked.findIndex((group, n) => readDigits(typed[n] ?? "") !== groups[group]);
    setWrong(at < 0 ? null : t("desk.sheet.prove_wrong", { n: asked[at]! + 1 }));
    if (at < 0) onProven();
  }
  return (
    <form class="card" method="dialog" noValidate data-screen="sheet-prove" onSubmit={submit}>
      <Title>{t("desk.sheet.prove_title")}</Title>
      <p class="soft">{t("desk.sheet.prove_lead")}</p>
      {asked.map((group, n) => (
        <div class="field" key={group}>
          <label for={`group-${n}`}>{t("desk.sheet.group", { n: group + 1 })}</label>
          <input
            id={`group-${n}`}
            name={`group-${n}`}
            class="digits"
            data-group={group + 1}
            inputMode="numeric"
            autocomplete="off"
            maxLength={GROUP + 4}
            value={typed[n]}
            onInput={({ currentTarget }) => setTyped(typed.map((text, at) => (at === n ? currentTarget.value : text)))}
          />
        </div>
      ))}
      <Trouble words={wrong ?? failed} />
      <button class="button button--primary button--wide" type="submit" disabled={busy}>{t("desk.sheet.prove_button")}</button>
      <button class="button button--wide" type="button" data-action="sheet-again" onClick={onBack}>{t("desk.sheet.prove_back")}</button>
    </form>
  );
}
