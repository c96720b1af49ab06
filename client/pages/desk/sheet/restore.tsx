/** A new machine, or a forgotten passphrase: the sheet's code, a new passphrase, and work goes on. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Field, Submit } from "../fields.tsx";
import type { Entered } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { chosen, passphraseFault } from "../join_rules.ts";
import { NewPassphrase, newChoice } from "../new_passphrase.tsx";
import { Plead } from "../plea/plead.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { CodeField, codeFault, useCode } from "./code_field.tsx";
import * as flows from "./flows.ts";

interface Props {
  name: string;
  onOpen: (entered: Entered) => void;
  onBack: () => void;
}

export function Restore({ name, onOpen, onBack }: Props) {
  const [opened, setOpened] = useState<flows.OpenedSheet | null>(null);
  const [without, setWithout] = useState<string | null>(null);
  if (without !== null) return <Plead name={without} onOpen={onOpen} onBack={() => setWithout(null)} />;
  if (opened) return <NewOne sheet={opened} onOpen={onOpen} />;
  return <TypeIn name={name} onOpened={setOpened} onWithout={setWithout} onBack={onBack} />;
}

interface TypeInProps {
  name: string;
  onOpened: (sheet: flows.OpenedSheet) => void;
  /** There is no sheet. */
  onWithout: (name: string) => void;
  onBack: () => void;
}

function TypeIn({ name: known, onOpened, onWithout, onBack }: TypeInProps) {
  const [name, setName] = useState(known);
  const code = useCode();
  const [wrong, setWrong] = useState<string | null>(null);
  const task = useTask();
  function submit(event: Event): void {
    event.preventDefault();
    const { read } = code;
    setWrong(codeFault(code));
    if ("code" in read) task.run(async () => onOpened(await flows.openSheet(name, read.code)));
  }
  return (
    <form class="card" method="dialog" noValidate data-screen="restore" onSubmit={submit}>
      <Title>{t("desk.restore.title")}</Title>
      <p class="soft">{t("desk.restore.lead")}</p>
      <Field name="name" label={t("desk.name")} value={name} onValue={setName} autocomplete="username" />
      <CodeField code={code} />
      <Trouble words={"code" in code.read ? task.failed && errorWords(task.failed) : wrong} />
      <Submit label={t("desk.restore.next")} busy={task.busy} percent={null} />
      <button class="button button--wide" type="button" data-action="no-sheet" onClick={() => onWithout(name)}>{t("desk.plea.way")}</button>
      <button class="button button--quiet" type="button" data-action="back" onClick={onBack}>{t("desk.restore.back")}</button>
    </form>
  );
}

function NewOne({ sheet, onOpen }: { sheet: flows.OpenedSheet; onOpen: Props["onOpen"] }) {
  const [choice, setChoice] = useState(newChoice);
  const [wrong, setWrong] = useState<string | null>(null);
  const task = useTask();
  function submit(event: Event): void {
    event.preventDefault();
    const found = passphraseFault(choice);
    setWrong(found);
    if (found !== null) return;
    task.run(async (onProgress) => onOpen(await flows.restore(sheet, chosen(choice), onProgress)));
  }
  return (
    <form class="card" method="dialog" noValidate data-screen="restore-passphrase" onSubmit={submit}>
      <Title>{t("desk.restore.new_title")}</Title>
      <p class="soft">{t("desk.restore.new_lead")}</p>
      <NewPassphrase choice={choice} onChange={setChoice} />
      <Trouble words={wrong ?? (task.failed && errorWords(task.failed))} />
      <Submit label={t("desk.restore.button")} busy={task.busy} percent={task.percent} />
    </form>
  );
}
