/** Taking somebody off the desk, in one action: the desk gets a new key, which they do not get. */
import { useEffect, useState } from "preact/hooks";
import type { KnownHolders } from "../../../shared/desk_keys/handover.ts";
import { t } from "../../../shared/i18n/index.ts";
import { PassphraseField, Submit } from "../fields.tsx";
import { type OpenDesk, accessBy } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { knownHolders, madeWithout, remove } from "../holders/holders.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { RecoveryPaper } from "./recovery_paper.tsx";

interface Props {
  desk: OpenDesk;
  person: { id: string; name: string; role: string };
  /** The desk as it is without them, with the key of now. */
  onDesk: (desk: OpenDesk) => void;
  onBack: () => void;
  onEnded: () => void;
}

export const readsReports = (role: string): boolean => role === "administrator" || role === "moderator";

export function RemoveMember({ desk, person, onDesk, onBack, onEnded }: Props) {
  const reader = readsReports(person.role);
  const [known, setKnown] = useState<KnownHolders | null>(null);
  const [done, setDone] = useState<{ desk: OpenDesk; paper: string | null } | null>(null);
  const task = useTask(onEnded);
  const look = (): void =>
    task.run(async () => setKnown(await knownHolders(desk)));
  useEffect(() => {
    if (reader) look();
  }, []);
  const go = (passphrase: string, newPaper: boolean): void =>
    task.run(async (onProgress) => {
      const access = await accessBy(desk.account, passphrase, onProgress);
      const made = await madeWithout(person.id, desk, known, newPaper);
      setDone({ desk: await remove(person.id, made.handover, access), paper: made.paper });
    });
  if (done) return <Done name={person.name} reader={reader} paper={done.paper} onDone={() => onDesk(done.desk)} />;
  return (
    <section class="stack" data-screen="remove" data-remove={person.id}>
      <div class="card">
        <Title>{t("desk.remove.title", { name: person.name })}</Title>
        <p>{t(reader ? "desk.remove.lead" : "desk.remove.lead_keyless")}</p>
        {reader && known && <Remaining known={known} gone={person.id} me={desk.account.id} onLook={look} />}
        {(!reader || known) && <Confirm reader={reader} name={person.name} paper={known?.recovery ?? null} task={task} onGo={go} />}
        <Trouble words={task.failed && errorWords(task.failed)} />
        <button class="button button--quiet" type="button" data-action="remove-back" onClick={onBack}>{t("desk.remove.back")}</button>
      </div>
    </section>
  );
}

/** Who is handed the next key: the administrator has to know every name. */
function Remaining({ known, gone, me, onLook }: { known: KnownHolders; gone: string; me: string; onLook: () => void }) {
  const remain = known.people.filter(({ id }) => id !== gone);
  return (
    <>
      <h2>{t("desk.remove.remain")}</h2>
      <ul class="list">
        {remain.map(({ id, name, sure }) => (
          <li key={id} data-holder={id} data-sure={sure}>
            <strong>{name}</strong> {id === me && <span class="soft">{t("desk.remove.you")}</span>}
            <p class={sure ? "soft" : "notice notice--danger"}>{t(sure ? "desk.remove.sure" : "desk.remove.unsure")}</p>
          </li>
        ))}
      </ul>
      <p class="soft">{t("desk.remove.strangers")}</p>
      {remain.some(({ sure }) => !sure) && <button class="button" type="button" data-action="remove-look" onClick={onLook}>{t("desk.remove.look")}</button>}
    </>
  );
}

interface ConfirmProps {
  reader: boolean;
  name: string;
  paper: string | null;
  task: ReturnType<typeof useTask>;
  onGo: (passphrase: string, newPaper: boolean) => void;
}

function Confirm({ reader, name, paper, task, onGo }: ConfirmProps) {
  const [passphrase, setPassphrase] = useState("");
  const [newPaper, setNewPaper] = useState(false);
  function submit(event: Event): void {
    event.preventDefault();
    onGo(passphrase, newPaper);
  }
  return (
    <form class="stack" method="dialog" noValidate onSubmit={submit}>
      {reader && paper !== null && (
        <label class="tick">
          <input type="checkbox" name="new-paper" checked={newPaper} onChange={({ currentTarget }) => setNewPaper(currentTarget.checked)} />
          {t("desk.remove.seen_paper", { name })}
        </label>
      )}
      {reader && paper === null && <p class="notice">{t("desk.remove.no_paper")}</p>}
      <PassphraseField
        name="passphrase"
        label={t("desk.again.passphrase")}
        hint={t("desk.again.hint")}
        value={passphrase}
        onValue={setPassphrase}
        autocomplete="current-password"
      />
      <Submit label={t(reader ? "desk.remove.button" : "desk.remove.button_keyless", { name })} busy={task.busy} percent={task.percent} />
    </form>
  );
}

function Done({ name, reader, paper, onDone }: { name: string; reader: boolean; paper: string | null; onDone: () => void }) {
  return (
    <section class="stack" data-screen="removed">
      <div class="card unprinted">
        <Title>{t("desk.remove.done_title", { name })}</Title>
        <p>{t(reader ? "desk.remove.done" : "desk.remove.done_keyless")}</p>
        {paper && <p class="notice">{t("desk.remove.print_paper")}</p>}
        {paper && <button class="button button--primary button--wide" type="button" data-action="print-recovery" onClick={() => print()}>{t("desk.sheet.print")}</button>}
        <button class={paper ? "button button--wide" : "button button--primary button--wide"} type="button" data-action="removed-done" onClick={onDone}>
          {t(paper ? "desk.remove.printed" : "desk.remove.go_on")}
        </button>
      </div>
      {paper && <RecoveryPaper identity={paper} />}
    </section>
  );
}
