/** A daily word that says nothing but "look at the desk": by e-mail, in this browser, or both. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { ask } from "../api.ts";
import { Title, Trouble } from "../frame.tsx";
import type { PageProps } from "../menu.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { MailCard } from "./mail_card.tsx";
import { PushCard } from "./push_card.tsx";

interface Standing {
  address: string;
  sends: boolean;
  push: { key: string; browsers: number };
}

export function ReminderPage({ onEnded }: PageProps) {
  const [standing, setStanding] = useState<Standing | null>(null);
  const task = useTask(onEnded);
  useEffect(() => task.run(async () => setStanding(await (await ask("reminder")).json())), []);
  return (
    <>
      <Title>{t("desk.reminder.title")}</Title>
      <p>{t("desk.reminder.same")}</p>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {standing && (
        <>
          <MailCard kept={standing.address} sends={standing.sends} onEnded={onEnded} />
          <PushCard serverKey={standing.push.key} browsers={standing.push.browsers} onEnded={onEnded} />
        </>
      )}
    </>
  );
}
