/** One passphrase step: it signs in and unlocks at once, or unlocks a desk that locked itself. */
import { useState } from "preact/hooks";
import { type Key, t } from "../../shared/i18n/index.ts";
import type { Account } from "./api.ts";
import { Field, PassphraseField, Submit } from "./fields.tsx";
import * as flows from "./flows.ts";
import { Title, Trouble } from "./frame.tsx";
import { Restore } from "./sheet/restore.tsx";
import { useTask } from "./use_task.ts";
import { errorWords } from "./words.ts";

interface Props {
  notice: Key | null;
  onOpen: (desk: flows.OpenDesk) => void;
}

const stop = (event: Event, then: () => void): void => {
  event.preventDefault();
  then();
};

export function SignIn({ notice, onOpen }: Props) {
  const [name, setName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [lost, setLost] = useState(false);
  const task = useTask();
  if (lost) return <Restore name={name} onOpen={onOpen} onBack={() => setLost(false)} />;
  const submit = (): void =>
    task.run(async (onProgress) => onOpen(await flows.signIn(name, passphrase, onProgress)));
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
      <button class="button button--quiet" type="button" data-action="lost-passphrase" onClick={() => setLost(true)}>{t("desk.restore.way")}</button>
    </form>
  );
}

export function Unlock({ account, notice, onOpen }: Props & { account: Account }) {
  const [passphrase, setPassphrase] = useState("");
  const task = useTask();
  const submit = (): void =>
    task.run(async (onProgress) => onOpen(await flows.unlock(account, passphrase, onProgress)));
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
    </form>
  );
}
