/** Where one is signed in, and the way to sign a lost device out. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import * as api from "./api.ts";

export function Browsers({ onEnded }: { onEnded: () => void }) {
  const [browsers, setBrowsers] = useState<api.Browser[]>([]);
  const task = useTask(onEnded);
  const look = async (): Promise<void> => setBrowsers(await api.browsers());
  useEffect(() => task.run(look), []);
  const end = (id: string): void => task.run(async () => {
    await api.endBrowser(id);
    await look();
  });
  return (
    <section class="card" data-browsers={browsers.length}>
      <h2>{t("desk.browsers.title")}</h2>
      <p class="soft">{t("desk.browsers.lead")}</p>
      <Trouble words={task.failed && errorWords(task.failed)} />
      <ul class="list">
        {browsers.map(({ id, started, here }) => (
          <li class="row" key={id} data-browser={id} data-here={here}>
            <span class="grow">{started ? t("desk.browsers.since", { day: dayWords(started) }) : t("desk.browsers.long_ago")}</span>
            {here ? <span class="badge">{t("desk.browsers.here")}</span> : (
              <button class="button" type="button" data-action="end-browser" disabled={task.busy} onClick={() => end(id)}>{t("desk.browsers.end")}</button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
