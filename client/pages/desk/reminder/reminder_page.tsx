/** A daily mail that says nothing but "look at the desk": for who wants it, where, and what it may tell about them. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { ask, post } from "../api.ts";
import { Title, Trouble } from "../frame.tsx";
import type { PageProps } from "../menu.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";

interface Standing {
  address: string;
  /** Whether this server sends mail at all. */
  sends: boolean;
}

/** As the server has it: webapp/desk/reminding/reminders.py. */
const ADDRESS = /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

export function ReminderPage({ onEnded }: PageProps) {
  const [standing, setStanding] = useState<Standing | null>(null);
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState(false);
  const task = useTask(onEnded);
  useEffect(() => task.run(async () => {
    const found: Standing = await (await ask("reminder")).json();
    setStanding(found);
    setAddress(found.address);
  }), []);
  const set = (to: string): void =>
    task.run(async () => {
      await post("reminder", { address: to });
      setStanding((before) => before && { ...before, address: to });
      setAddress(to);
    });
  const submit = (event: Event): void => {
    event.preventDefault();
    const to = address.trim();
    setWrong(!ADDRESS.test(to));
    if (ADDRESS.test(to)) set(to);
  };
  return (
    <form class="card" method="dialog" noValidate onSubmit={submit} data-reminder={standing ? (standing.address ? "on" : "off") : undefined}>
      <Title>{t("desk.reminder.title")}</Title>
      <p>{t("desk.reminder.what")}</p>
      <p class="soft">{t("desk.reminder.risk")}</p>
      {standing?.sends === false && <p class="notice">{t("desk.reminder.not_yet")}</p>}
      <label class="field">
        <span>{t("desk.reminder.address")}</span>
        <input name="address" type="email" value={address} maxLength={254} autocomplete="off" autocapitalize="none" spellcheck={false} onInput={(event) => setAddress(event.currentTarget.value)} />
      </label>
      <Trouble words={wrong ? t("desk.reminder.wrong") : task.failed && errorWords(task.failed)} />
      <button class="button button--primary" type="submit" disabled={task.busy || !standing}>{t("desk.reminder.save")}</button>
      <div role="status">{standing?.address && <p class="notice notice--ok">{t("desk.reminder.on", { address: standing.address })}</p>}</div>
      {standing?.address && (
        <button class="button" type="button" data-action="reminder-off" disabled={task.busy} onClick={() => set("")}>{t("desk.reminder.off")}</button>
      )}
    </form>
  );
}
