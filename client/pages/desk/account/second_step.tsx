/** After the passphrase: a code of the app, a passkey, or a recovery code for who lost both. */
import { useState } from "preact/hooks";
import { typedCode } from "../../../shared/desk_keys/typed_code.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { Half, OpenDesk } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { CodeInput } from "./code_input.tsx";
import { finishByCode, finishByPasskey } from "./flows.ts";
import { PasskeyButton } from "./passkey_button.tsx";

interface Props {
  half: Half;
  onOpen: (desk: OpenDesk) => void;
  onBack: () => void;
}

export function SecondStep({ half, onOpen, onBack }: Props) {
  const { codes, recovery, passkey } = half.second;
  const [code, setCode] = useState("");
  const [lost, setLost] = useState(!codes && !passkey);
  const task = useTask();
  const typing = lost || codes;
  function submit(event: Event): void {
    event.preventDefault();
    task.run(async () => onOpen(await finishByCode(half, typedCode(code))));
  }
  const touch = async (): Promise<void> => onOpen(await finishByPasskey(half));
  return (
    <form class="card" method="dialog" noValidate data-screen="second" onSubmit={submit}>
      <Title>{t("desk.second.title")}</Title>
      <p class="soft">{t(lost ? "desk.second.lead_recovery" : codes ? "desk.second.lead_code" : "desk.second.lead_passkey")}</p>
      {typing && <CodeInput label={t(lost ? "desk.second.recovery" : "desk.second.code")} digits={!lost} value={code} onValue={setCode} />}
      <Trouble words={task.failed && errorWords(task.failed)} />
      {typing && <button class="button button--primary button--wide" type="submit" disabled={task.busy}>{t("desk.second.button")}</button>}
      {passkey && !lost && <PasskeyButton label={t("desk.second.passkey")} task={task} run={touch} />}
      {!recovery && <p class="soft">{t("desk.second.neither", { way: t("desk.restore.way"), help: t("desk.plea.way") })}</p>}
      {recovery && !lost && (
        <button class="button button--quiet" type="button" data-action="lost-factor" onClick={() => setLost(true)}>{t("desk.second.lost")}</button>
      )}
      <button class="button button--quiet" type="button" data-action="back" onClick={onBack}>{t("desk.second.back")}</button>
    </form>
  );
}
