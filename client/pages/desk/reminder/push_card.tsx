/** Reminders in this browser: what they tell and to whom, said before they are turned on. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { canPush, keepOn, turnOff, turnOn } from "./push.ts";

interface Props {
  /** The server's, for browsers to subscribe with; empty where the server does not push. */
  serverKey: string;
  /** How many browsers of this moderator are reminded, this one among them. */
  browsers: number;
  onEnded: () => void;
}

export function PushCard({ serverKey, browsers, onEnded }: Props) {
  const [on, setOn] = useState<boolean | null>(null);
  const [others, setOthers] = useState(0);
  const task = useTask(onEnded);
  useEffect(() => task.run(async () => {
    const here = await keepOn();
    setOn(here);
    setOthers(browsers - (here ? 1 : 0));
  }), []);
  const start = (): void => task.run(async () => {
    await turnOn(serverKey);
    setOn(true);
  });
  const stop = (everywhere: boolean) => (): void => task.run(async () => {
    await turnOff(everywhere);
    setOn(false);
    if (everywhere) setOthers(0);
  });
  const able = serverKey !== "" && canPush();
  return (
    <section class="card" data-push={on === null ? undefined : on ? "on" : able ? "off" : "unable"}>
      <h2>{t("desk.push.title")}</h2>
      <p>{t("desk.push.what")}</p>
      <p class="soft">{t("desk.push.risk")}</p>
      {!able && <p class="notice">{t(serverKey ? "desk.push.unable" : "desk.push.not_here")}</p>}
      <Trouble words={task.failed && errorWords(task.failed)} />
      <div role="status">{on && <p class="notice notice--ok">{t("desk.push.on")}</p>}</div>
      {able && !on && <button class="button" type="button" data-action="push-on" disabled={task.busy || on === null} onClick={start}>{t("desk.push.turn_on")}</button>}
      {on && <button class="button" type="button" data-action="push-off" disabled={task.busy} onClick={stop(false)}>{t("desk.push.turn_off")}</button>}
      {others > 0 && (
        <>
          <p class="soft" data-push-others={others}>{t("desk.push.others", { count: others })}</p>
          <button class="button" type="button" data-action="push-off-everywhere" disabled={task.busy} onClick={stop(true)}>{t("desk.push.turn_off_everywhere")}</button>
        </>
      )}
    </section>
  );
}
