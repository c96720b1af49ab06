/** One passphrase step: it signs in and unlocks at once, or unlocks a desk that locked itself. */
import { useState } from "preact/hooks";
import { type Key, t } from "../../shared/i18n/index.ts";
import { signInByPasskey, unlockByPasskey } from "./account/flows.ts";
import { passkeyHost } from "./account/passkey.ts";
import { PasskeyButton } from "./account/passkey_button.tsx";
import type { Account } from "./api.ts";
import { Field, PassphraseField, Submit } from "./fields.tsx";
import * as flows from "./flows.ts";
import { Title, Trouble } from "./frame.tsx";
import { Restore } from "./sheet/restore.tsx";
import { useTask } from "./use_task.ts";
import { errorWords } from "./words.ts";

interface Props {
  notice: Key | null;
  onOpen: (entered: flows.Entered) => void;
}

const stop = (event: Event, then: () => void): void => {
  event.preventDefault();
  then();
};

interface SignInProps extends Props {
  /** A passkey signed in, and cannot unlock. */
  onLocked: (account: Account) => void;
}

export function SignIn({ notice, onOpen, onLocked }: SignInProps) {
  const [name, setName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [lost, setLost] = useState(false);
  const task = useTask();
  if (lost) return <Restore name={name} onOpen={onOpen} onBack={() => setLost(false)} />;
  const submit = (): void =>
    task.run(async (onProgress) => onOpen(await flows.signIn(name, passphrase, onProgress)));
  const touch = async (): Promise<void> => {
    const entered = await signInByPasskey();
    if ("locked" in entered) onLocked(entered.locked);
    else onOpen(entered);
  };
  return (
    <form class="card" method="dialog" noValidate data-screen="sign-in" onSubmit={(event) => stop(event, submit)}>
      <Title>{t("desk.sign_in.title")}</Title>
      {notice && <p class="notice" role="status">{t(notice)}</p>}
      <p class="soft">{t("desk.sign_in.lead")}</p>
      <Field name="name" label={t("desk.name")} value={name} onValue={setName} autocomplete="username" />
      <PassphraseField
        name="passphrase"
        label={t("desk.passphrase")}
        value={passphrase}
        onValue={setPassphrase}
        autocomplete="current-password"
      />
      <Trouble words={task.failed && errorWords(task.failed)} />
      <Submit label={t("desk.sign_in.button")} busy={task.busy} percent={task.percent} />
      {passkeyHost() && <PasskeyButton label={t("desk.passkey.sign_in")} task={task} run={touch} />}
      <button class="button button--quiet" type="button" data-action="lost-passphrase" onClick={() => setLost(true)}>{t("desk.restore.way")}</button>
    </form>
  );
}

export function Unlock({ account, notice, onOpen }: Props & { account: Account }) {
  const [passphrase, setPassphrase] = useState("");
  const task = useTask();
  const submit = (): void =>
    task.run(async (onProgress) => onOpen(await flows.unlock(account, passphrase, onProgress)));
  const host = account.unlocking.length > 0 ? passkeyHost() : null;
  const touch = async (rp: string): Promise<void> => onOpen(await unlockByPasskey(account, rp));
  return (
    <form class="card" method="dialog" noValidate data-screen="locked" onSubmit={(event) => stop(event, submit)}>
      <Title>{t("desk.unlock.title")}</Title>
      {notice && <p class="notice" role="status">{t(notice)}</p>}
      <p class="soft">{t("desk.unlock.lead", { name: account.name })}</p>
      <PassphraseField
        name="passphrase"
        label={t("desk.passphrase")}
        value={passphrase}
        onValue={setPassphrase}
        autocomplete="current-password"
      />
      <Trouble words={task.failed && errorWords(task.failed)} />
      <Submit label={t("desk.unlock.button")} busy={task.busy} percent={task.percent} />
      {host && <PasskeyButton label={t("desk.passkey.unlock")} task={task} run={() => touch(host)} />}
    </form>
  );
}
