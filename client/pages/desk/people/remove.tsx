/** Taking somebody off the desk, in one action: the desk gets a new key, which they do not get. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { KnownHolders } from "../../../shared/desk_keys/handover.ts";
import { t } from "../../../shared/i18n/index.ts";
import { AgainForm } from "../account/again.tsx";
import type { Access, OpenDesk } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { knownHolders, madeWithout, remove } from "../holders/holders.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import type { Person } from "./api.ts";
import { readsReports } from "./invite.ts";
import { Removed } from "./removed.tsx";

interface Props {
  desk: OpenDesk;
  person: Person;
  /** The desk as it is without them, with the key of now. */
  onDesk: (desk: OpenDesk) => void;
  onBack: () => void;
  onEnded: () => void;
}

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
  const go = async (access: Access, newPaper: boolean): Promise<void> => {
    const made = await madeWithout(person.id, desk, known, newPaper);
    setDone({ desk: await remove(person.id, made.handover, access), paper: made.paper });
  };
  const { name } = person;
  if (done) return <Removed name={name} reader={reader} paper={done.paper} onDone={() => onDesk(done.desk)} />;
  const head = (
    <>
      <Title>{t("desk.remove.title", { name })}</Title>
      <p>{t(reader ? "desk.remove.lead" : "desk.remove.lead_keyless")}</p>
      {reader && known && <Remaining known={known} gone={person.id} me={desk.account.id} onLook={look} />}
      <Trouble words={task.failed && errorWords(task.failed)} />
    </>
  );
  return (
    <section class="stack" data-screen="remove" data-remove={person.id}>
      {!reader || known ? (
        <Confirm desk={desk} reader={reader} name={name} paper={known?.recovery ?? null} onGo={go} onBack={onBack} onEnded={onEnded}>{head}</Confirm>
      ) : (
        <div class="card">
          {head}
          <button class="button button--quiet" type="button" data-action="remove-back" onClick={onBack}>{t("desk.remove.back")}</button>
        </div>
      )}
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
  desk: OpenDesk;
  reader: boolean;
  name: string;
  paper: string | null;
  onGo: (access: Access, newPaper: boolean) => Promise<void>;
  onBack: () => void;
  onEnded: () => void;
  children: ComponentChildren;
}

function Confirm({ desk, reader, name, paper, onGo, onBack, onEnded, children }: ConfirmProps) {
  const [newPaper, setNewPaper] = useState(false);
  const back = <button class="button button--quiet" type="button" data-action="remove-back" onClick={onBack}>{t("desk.remove.back")}</button>;
  return (
    <AgainForm account={desk.account} label={t(reader ? "desk.remove.button" : "desk.remove.button_keyless", { name })} run={(access) => onGo(access, newPaper)} onEnded={onEnded} below={back}>
      {children}
      {reader && paper !== null && (
        <label class="tick">
          <input type="checkbox" name="new-paper" checked={newPaper} onChange={({ currentTarget }) => setNewPaper(currentTarget.checked)} />
          {t("desk.remove.seen_paper", { name })}
        </label>
      )}
      {reader && paper === null && <p class="notice">{t("desk.remove.no_paper")}</p>}
    </AgainForm>
  );
}
