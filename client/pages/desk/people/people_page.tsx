/** Who is at the desk and as what; administrators invite and change it. */
import { useEffect, useState } from "preact/hooks";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { Again } from "../account/again.tsx";
import type { Role } from "../api.ts";
import { type OpenDesk, refreshed } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import * as api from "./api.ts";
import { Demand } from "./demand.tsx";
import { Inviting } from "./inviting.tsx";
import { PersonLine } from "./person_line.tsx";
import { RemoveMember } from "./remove.tsx";

interface Props {
  desk: OpenDesk;
  onDesk: (desk: OpenDesk) => void;
  onEnded: () => void;
}

export const ROLE_WORDS: Record<Role, Key> = {
  administrator: "desk.people.is_administrator",
  moderator: "desk.people.is_moderator",
  coordinator: "desk.people.is_coordinator",
  auditor: "desk.people.is_auditor",
};

export function PeoplePage({ desk, onDesk, onEnded }: Props) {
  const [told, setTold] = useState<api.People | null>(null);
  const [shown, setShown] = useState(false);
  const [leaving, setLeaving] = useState<api.Person | null>(null);
  const task = useTask(onEnded);
  const look = async (): Promise<void> => setTold(await api.people());
  useEffect(() => task.run(look), []);
  useEffect(() => {
    if (task.failed === "proof_required") setShown(false);
  }, [task.failed]);
  const change = (work: () => Promise<unknown>): void => task.run(async () => {
    await work();
    await look();
  });
  const demand = (demanded: boolean): void => change(async () => {
    await api.demandSecond(demanded);
    onDesk(await refreshed(desk));
  });
  const { account } = desk;
  const leads = account.role === "administrator";
  const may = leads && shown && !task.busy;
  const removed = (next: OpenDesk): void => {
    setLeaving(null);
    onDesk(next);
    task.run(look);
  };
  // It asks for the passphrase by itself, for a new key comes of it.
  if (leaving) return <RemoveMember desk={desk} person={leaving} onDesk={removed} onBack={() => setLeaving(null)} onEnded={onEnded} />;
  return (
    <>
      <Title>{t("desk.people.title")}</Title>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {leads && !shown && <Again account={account} lead={t("desk.people.again")} onAccess={() => setShown(true)} onEnded={onEnded} />}
      {leads && shown && told && (
        <Inviting
          desk={desk}
          open={told.invitations ?? []}
          onInvited={() => task.run(look)}
          onCancel={(id) => change(() => api.cancelInvitation(id))}
          onProof={() => setShown(false)}
        />
      )}
      <ul class="list" data-people={told?.people.length ?? 0}>
        {told?.people.map((one) => (
          <li key={one.id}>
            <PersonLine person={one} me={one.id === account.id} leads={leads} may={may} onRole={(role) => change(() => api.giveRole(one.id, role))} onRemove={() => setLeaving(one)} />
          </li>
        ))}
      </ul>
      {leads && told && <Demand demanded={told.demanded ?? false} may={may} onDemand={demand} />}
    </>
  );
}
