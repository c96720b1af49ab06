/** The passphrase once more, before something that decides who gets in is changed. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import type { Account } from "../api.ts";
import { PassphraseField, Submit } from "../fields.tsx";
import { type Access, accessBy } from "../flows.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { prove } from "./api.ts";

interface Props {
  account: Account;
  lead: string;
  onAccess: (access: Access) => void;
  onEnded: () => void;
}

export function Again({ account, lead, onAccess, onEnded }: Props) {
  const [passphrase, setPassphrase] = useState("");
  const task = useTask(onEnded);
  function submit(event: Event): void {
    event.preventDefault();
    task.run(async (onProgress) => {
      const access = await accessBy(account, passphrase, onProgress);
      await prove(access.authentication);
      onAccess(access);
    });
  }
  return (
    <form class="card" method="dialog" noValidate data-screen="again" onSubmit={submit}>
      <p>{lead}</p>
      <PassphraseField
        name="passphrase"
        label={t("desk.again.passphrase")}
        hint={t("desk.again.hint")}
        value={passphrase}
        onValue={setPassphrase}
        autocomplete="current-password"
      />
      <Trouble words={task.failed && errorWords(task.failed)} />
      <Submit label={t("desk.again.button")} busy={task.busy} percent={task.percent} />
    </form>
  );
}
