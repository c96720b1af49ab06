/** Everybody at the desk, for the administrator who has to take somebody off it. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { type Person, people } from "../cases/api.ts";
import type { OpenDesk } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { RemoveMember } from "./remove.tsx";

interface Props {
  desk: OpenDesk;
  onDesk: (desk: OpenDesk) => void;
  onEnded: () => void;
}

export function RemovePage({ desk, onDesk, onEnded }: Props) {
  const [all, setAll] = useState<readonly Person[] | null>(null);
  const [chosen, setChosen] = useState<Person | null>(null);
  const task = useTask(onEnded);
  const look = (): void => task.run(async () => setAll(await people()));
  useEffect(look, [desk]);
  const changed = (next: OpenDesk): void => {
    setChosen(null);
    onDesk(next);
  };
  if (chosen) return <RemoveMember desk={desk} person={chosen} onDesk={changed} onBack={() => setChosen(null)} onEnded={onEnded} />;
  const others = all?.filter(({ id }) => id !== desk.account.id);
  return (
    <div class="card">
      <Title>{t("desk.remove.page")}</Title>
      <p class="soft">{t("desk.remove.page_lead")}</p>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {others?.length === 0 && <p>{t("desk.remove.nobody")}</p>}
      <ul class="list">
        {others?.map((one) => (
          <li key={one.id}>
            <button class="button button--wide" type="button" data-remove-person={one.name} onClick={() => setChosen(one)}>
              {t("desk.remove.choose", { name: one.name })}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
