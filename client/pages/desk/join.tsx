/** Sign-up by invitation: what the link leads to, and the form that uses it up. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";
import type { Bytes } from "../../shared/crypto/bytes.ts";
import { Field, Submit } from "./fields.tsx";
import * as flows from "./flows.ts";
import { Title, Trouble } from "./frame.tsx";
import { chosen, fault } from "./join_rules.ts";
import { NewPassphrase, newChoice } from "./new_passphrase.tsx";
import { SheetSteps } from "./sheet/steps.tsx";
import { useTask } from "./use_task.ts";
import { errorWords } from "./words.ts";

interface Props {
  /** Null when the link was not whole. */
  secret: Bytes | null;
  onOpen: (desk: flows.Entered) => void;
  onLeave: () => void;
}

export function Join({ secret, onOpen, onLeave }: Props) {
  const [invited, setInvited] = useState<flows.Invited | null>(null);
  const task = useTask();
  const accept = (): void =>
    task.run(async () => {
      if (secret) setInvited(await flows.accept(secret));
    });
  useEffect(accept, []);
  if (invited) return <JoinForm invited={invited} onOpen={onOpen} />;
  if (!secret || task.failed === "invitation_unknown") return <Gone onLeave={onLeave} />;
  if (!task.failed) return <p role="status">{t("desk.starting")}</p>;
  return (
    <div class="card">
      <Trouble words={errorWords(task.failed)} />
      <button class="button" type="button" onClick={accept}>{t("desk.retry")}</button>
    </div>
  );
}

function Gone({ onLeave }: { onLeave: () => void }) {
  return (
    <div class="card" data-screen="gone">
      <Title>{t("desk.join.gone.title")}</Title>
      <p>{t("desk.join.gone.lead")}</p>
      <button class="button" type="button" onClick={onLeave}>{t("desk.join.gone.button")}</button>
    </div>
  );
}

function JoinForm({ invited, onOpen }: { invited: flows.Invited; onOpen: Props["onOpen"] }) {
  const [name, setName] = useState("");
  const [choice, setChoice] = useState(newChoice);
  const [wrong, setWrong] = useState<string | null>(null);
  const [joined, setJoined] = useState<flows.Joined | null>(null);
  const task = useTask();

  function submit(event: Event): void {
    event.preventDefault();
    const found = fault(name, choice);
    setWrong(found);
    if (found !== null) return;
    task.run(async (onProgress) => setJoined(await flows.join(invited, name, chosen(choice), onProgress)));
  }

  if (joined) return <FirstSheet joined={joined} onOpen={onOpen} />;

  return (
    <form class="card" method="dialog" noValidate data-screen="join" onSubmit={submit}>
      <Title>{t("desk.join.title", { desk: invited.desk.name[__LANG__] })}</Title>
      <p class="soft">{t("desk.join.lead")}</p>
      <Field
        name="name"
        label={t("desk.name")}
        hint={t("desk.join.name_hint")}
        value={name}
        onValue={setName}
        autocomplete="username"
      />
      <NewPassphrase choice={choice} onChange={setChoice} />
      <p class="notice">{t("desk.join.warning")}</p>
      <Trouble words={wrong ?? (task.failed && errorWords(task.failed))} />
      <Submit label={t("desk.join.button")} busy={task.busy} percent={task.percent} />
    </form>
  );
}

/** The first day goes on: a sheet for the day on which the passphrase or the machine is lost. */
function FirstSheet({ joined: { desk, access }, onOpen }: { joined: flows.Joined; onOpen: Props["onOpen"] }) {
  const done = (): void => void flows.refreshed(desk).then((now) => onOpen({ ...now, access }));
  return <SheetSteps access={access} onDone={done} />;
}
