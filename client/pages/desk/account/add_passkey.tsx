/** Adding a passkey of this device, and saying whether it can also unlock. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import type { Access } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { addPasskey } from "./flows.ts";
import { LabelField } from "./label_field.tsx";

interface Props {
  access: Access;
  onAdded: () => void;
  onBack: () => void;
}

export function AddPasskey({ access, onAdded, onBack }: Props) {
  const [label, setLabel] = useState(t("desk.passkey.label_first"));
  const [unlocks, setUnlocks] = useState<boolean | null>(null);
  const task = useTask();
  function submit(event: Event): void {
    event.preventDefault();
    task.run(async () => setUnlocks(await addPasskey(access, label.trim() || t("desk.passkey.label_first"))));
  }
  if (unlocks !== null) {
    return (
      <section class="card" data-screen="passkey-added" data-unlocks={unlocks}>
        <Title>{t("desk.passkey.added")}</Title>
        <p>{t(unlocks ? "desk.passkey.added_unlocks" : "desk.passkey.added_signs_in")}</p>
        <button class="button button--primary button--wide" type="button" data-action="next" onClick={onAdded}>{t("desk.account.next")}</button>
      </section>
    );
  }
  return (
    <form class="card" method="dialog" noValidate data-screen="add-passkey" onSubmit={submit}>
      <Title>{t("desk.passkey.add")}</Title>
      <p class="soft">{t("desk.passkey.add_lead")}</p>
      <LabelField value={label} onValue={setLabel} />
      <Trouble words={task.failed && errorWords(task.failed)} />
      <button class="button button--primary button--wide" type="submit" disabled={task.busy}>{t("desk.passkey.make")}</button>
      <button class="button button--quiet" type="button" data-action="cancel" onClick={onBack}>{t("desk.account.back")}</button>
    </form>
  );
}
