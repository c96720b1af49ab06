/** Reminders by e-mail: for who wants them, where, and what they may tell about them. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { post } from "../api.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";

/** As the server has it: webapp/desk/reminding/reminders.py. */
const ADDRESS = /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

interface Props {
  /** Where mail goes by now; empty for nowhere. */
  kept: string;
  /** Whether this server sends mail at all. */
  sends: boolean;
  onEnded: () => void;
}

export function MailCard({ kept, sends, onEnded }: Props) {
  const [set, setSet] = useState(kept);
  const [address, setAddress] = useState(kept);
  const [wrong, setWrong] = useState(false);
  const task = useTask(onEnded);
  const change = (to: string): void =>
    task.run(async () => {
      await post("reminder", { address: to });
      setSet(to);
      setAddress(to);
    });
  const submit = (event: Event): void => {
    event.preventDefault();
    const to = address.trim();
    setWrong(!ADDRESS.test(to));
    if (ADDRESS.test(to)) change(to);
  };
  return (
    <form class="card" method="dialog" noValidate onSubmit={submit} data-reminder={set ? "on" : "off"}>
      <h2>{t("desk.reminder.mail")}</h2>
      <p>{t("desk.reminder.what")}</p>
      <p class="soft">{t("desk.reminder.risk")}</p>
      {!sends && <p class="notice">{t("desk.reminder.not_yet")}</p>}
      <label class="field">
        <span>{t("desk.reminder.address")}</span>
        <input name="address" type="email" value={address} maxLength={254} autocomplete="off" autocapitalize="none" spellcheck={false} onInput={(event) => setAddress(event.currentTarget.value)} />
      </label>
      <Trouble words={wrong ? t("desk.reminder.wrong") : task.failed && errorWords(task.failed)} />
      <button class="button button--primary" type="submit" disabled={task.busy}>{t("desk.reminder.save")}</button>
      <div role="status">{set && <p class="notice notice--ok">{t("desk.reminder.on", { address: set })}</p>}</div>
      {set && (
        <button class="button" type="button" data-action="reminder-off" disabled={task.busy} onClick={() => change("")}>{t("desk.reminder.off")}</button>
      )}
    </form>
  );
}
