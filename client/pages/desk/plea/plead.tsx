/** Neither passphrase nor sheet: the others of the desk are asked, by telephone, with eight words. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Field, Submit } from "../fields.tsx";
import { signInWith } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { chosen, passphraseFault } from "../join_rules.ts";
import { NewPassphrase, newChoice } from "../new_passphrase.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import * as flows from "./flows.ts";

interface Props {
  name: string;
  onOpen: (entered: Awaited<ReturnType<typeof signInWith>>) => void;
  onBack: () => void;
}

export function Plead({ name: known, onOpen, onBack }: Props) {
  const [name, setName] = useState(known);
  const [choice, setChoice] = useState(newChoice);
  const [wrong, setWrong] = useState<string | null>(null);
  const [made, setMade] = useState<flows.Made | null>(null);
  const task = useTask();
  function submit(event: Event): void {
    event.preventDefault();
    const found = passphraseFault(choice);
    setWrong(found);
    if (found === null) task.run(async (onProgress) => setMade(await flows.plead(name, chosen(choice), onProgress)));
  }
  if (made) return <Waiting made={made} onOpen={onOpen} />;
  return (
    <form class="card" method="dialog" noValidate data-screen="plea" onSubmit={submit}>
      <Title>{t("desk.plea.title")}</Title>
      <p class="soft">{t("desk.plea.lead")}</p>
      <Field name="name" label={t("desk.name")} value={name} onValue={setName} autocomplete="username" />
      <NewPassphrase choice={choice} onChange={setChoice} />
      <Trouble words={wrong ?? (task.failed && errorWords(task.failed))} />
      <Submit label={t("desk.plea.button")} busy={task.busy} percent={task.percent} />
      <button class="button button--quiet" type="button" data-action="back" onClick={onBack}>{t("desk.restore.back")}</button>
    </form>
  );
}

function Waiting({ made, onOpen }: { made: flows.Made; onOpen: Props["onOpen"] }) {
  const task = useTask();
  const enter = (): void => task.run(async () => onOpen(await signInWith(made.name, made.keys)));
  const failed = task.failed === "sign_in_refused" ? t("desk.plea.not_yet") : task.failed && errorWords(task.failed);
  return (
    <section class="card" data-screen="plea-waiting">
      <Title>{t("desk.plea.call")}</Title>
      <p>{t("desk.plea.call_lead")}</p>
      <ol class="key-words" data-words translate={false}>{made.words.map((word, at) => <li key={at}>{word}</li>)}</ol>
      <p class="soft">{t("desk.plea.after")}</p>
      <Trouble words={failed} />
      <button class="button button--primary button--wide" type="button" data-action="plea-enter" disabled={task.busy} onClick={enter}>
        {t("desk.plea.enter")}
      </button>
    </section>
  );
}
