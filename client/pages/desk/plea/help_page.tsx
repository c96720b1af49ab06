/** Somebody of the desk lost passphrase and sheet: their words are compared by telephone, then they are let in. */
import { useEffect, useState } from "preact/hooks";
import type { Plea } from "../../../shared/desk_keys/plea.ts";
import { t } from "../../../shared/i18n/index.ts";
import { AgainForm } from "../account/again.tsx";
import type { Access, OpenDesk } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import * as flows from "./flows.ts";

interface Props {
  desk: OpenDesk;
  onEnded: () => void;
}

export function HelpPage({ desk, onEnded }: Props) {
  const [heard, setHeard] = useState<flows.Heard | null>(null);
  const [chosen, setChosen] = useState<Plea | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const task = useTask(onEnded);
  const hear = (): void => task.run(async () => setHeard(await flows.hear()));
  useEffect(hear, []);
  const done = (words: string): void => {
    setTold(words);
    setChosen(null);
    hear();
  };
  if (chosen && heard) {
    return <Compare desk={desk} plea={chosen} quorum={heard.quorum} onDone={done} onBack={() => setChosen(null)} onEnded={onEnded} />;
  }
  return (
    <div class="card">
      <Title>{t("desk.help.title")}</Title>
      <p class="soft">{t("desk.help.lead", { n: heard?.quorum ?? 2 })}</p>
      <div role="status">{told && <p class="notice" data-told>{told}</p>}</div>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {heard?.pleas.length === 0 && <p>{t("desk.help.nobody")}</p>}
      <ul class="list">
        {heard?.pleas.map((plea) => (
          <li key={plea.id}>
            <button class="button button--wide" type="button" data-plea={plea.id} data-words={plea.words.length} onClick={() => setChosen(plea)}>
              {t("desk.help.choose", { name: plea.name, n: plea.words.length, of: heard.quorum })}
            </button>
          </li>
        ))}
      </ul>
      <button class="button" type="button" data-action="hear" onClick={hear}>{t("desk.remove.look")}</button>
    </div>
  );
}

interface CompareProps extends Props {
  plea: Plea;
  quorum: number;
  onDone: (words: string) => void;
  onBack: () => void;
}

function Compare({ desk, plea, quorum, onDone, onBack, onEnded }: CompareProps) {
  const [words, setWords] = useState<string[] | null>(null);
  const [same, setSame] = useState(false);
  const task = useTask(onEnded);
  useEffect(() => void flows.wordsOf(plea).then(setWords), []);
  const { name } = plea;
  const confirm = async (access: Access): Promise<void> => {
    const restored = await flows.confirm(desk, plea, quorum, access);
    onDone(t(restored ? "desk.help.restored" : "desk.help.one_more", { name }));
  };
  const refuse = (): void =>
    task.run(async () => {
      await flows.refuse(plea);
      onDone(t("desk.help.refused", { name }));
    });
  const below = (
    <>
      <Trouble words={task.failed && errorWords(task.failed)} />
      <button class="button button--wide" type="button" data-action="refuse-plea" disabled={task.busy} onClick={refuse}>{t("desk.help.refuse")}</button>
      <button class="button button--quiet" type="button" data-action="compare-back" onClick={onBack}>{t("desk.restore.back")}</button>
    </>
  );
  return (
    <AgainForm account={desk.account} label={t("desk.help.confirm")} run={confirm} unready={!same} onEnded={onEnded} attributes={{ "data-screen": "compare" }} below={below}>
      <Title>{t("desk.help.compare", { name })}</Title>
      <p>{t("desk.help.compare_lead", { name })}</p>
      {words && <ol class="key-words" data-words translate={false}>{words.map((word, at) => <li key={at}>{word}</li>)}</ol>}
      <label class="tick">
        <input type="checkbox" name="same" checked={same} onChange={({ currentTarget }) => setSame(currentTarget.checked)} />
        {t("desk.help.same")}
      </label>
    </AgainForm>
  );
}
