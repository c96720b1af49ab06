/** The passphrase or a passkey once more, before something that decides who gets in: the end of every form that asks for it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import type { Account } from "../api.ts";
import { PassphraseField, Submit } from "../fields.tsx";
import { type Access, accessBy } from "../flows.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { prove } from "./api.ts";
import { accessByPasskey } from "./flows.ts";
import { passkeyHost } from "./passkey.ts";
import { PasskeyButton } from "./passkey_button.tsx";

interface FormProps {
  account: Account;
  /** What the form's button says. */
  label: string;
  /** What is done with the passphrase; what it throws is told above the button. */
  run: (access: Access) => Promise<void> | void;
  /** Something else on the form is still to be said. */
  unready?: boolean;
  onEnded?: () => void;
  /** Its handles: `class`, `data-…`. */
  attributes?: Record<string, string | boolean>;
  /** Under the button. */
  below?: ComponentChildren;
  children: ComponentChildren;
}

export function AgainForm({ account, label, run, unready = false, onEnded, attributes, below, children }: FormProps) {
  const [passphrase, setPassphrase] = useState("");
  const task = useTask(onEnded);
  function submit(event: Event): void {
    event.preventDefault();
    if (unready) return;
    task.run(async (onProgress) => run(await accessBy(account, passphrase, onProgress)));
  }
  const touch = async (): Promise<void> => {
    if (!unready) await run(await accessByPasskey(account));
  };
  return (
    <form class="card" method="dialog" noValidate {...attributes} onSubmit={submit}>
      {children}
      <PassphraseField
        name="passphrase"
        label={t("desk.again.passphrase")}
        hint={t("desk.again.hint")}
        value={passphrase}
        onValue={setPassphrase}
        autocomplete="current-password"
      />
      <Trouble words={task.failed && errorWords(task.failed)} />
      <Submit label={label} busy={task.busy || unready} percent={task.percent} />
      {account.unlocking.length > 0 && passkeyHost() && <PasskeyButton label={t("desk.again.passkey")} task={task} run={touch} />}
      {below}
    </form>
  );
}

interface Props {
  account: Account;
  lead: string;
  onAccess: (access: Access) => void;
  onEnded: () => void;
}

/** The server, too, is shown that it was them: from then on it takes changes for a while. */
export function Again({ account, lead, onAccess, onEnded }: Props) {
  const run = async (access: Access): Promise<void> => {
    if (access.authentication) await prove(access.authentication);
    onAccess(access);
  };
  return (
    <AgainForm account={account} label={t("desk.again.button")} run={run} onEnded={onEnded} attributes={{ "data-screen": "again" }}>
      <p>{lead}</p>
    </AgainForm>
  );
}
