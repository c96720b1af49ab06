/** One member of the desk; an administrator gives another role in two steps. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import type { Role } from "../api.ts";
import type { Person } from "./api.ts";
import { readsReports } from "./invite.ts";
import { ROLE_WORDS } from "./people_page.tsx";

interface Props {
  person: Person;
  me: boolean;
  /** Who looks leads the desk. */
  leads: boolean;
  /** The passphrase was just shown. */
  may: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

/** Who holds no key of the desk can only be given one by a new invitation. */
const possible = (now: Role): Role[] =>
  (Object.keys(ROLE_WORDS) as Role[]).filter((role) => readsReports(now) || !readsReports(role));

export function PersonLine({ person, me, leads, may, onRole, onRemove }: Props) {
  const [role, setRole] = useState<Role>(person.role);
  return (
    <section class="card" data-person={person.id} data-role={person.role}>
      <p>
        <strong>{person.name}</strong> {me && <span class="badge">{t("desk.people.me")}</span>}
      </p>
      <p class="soft">
        {t(ROLE_WORDS[person.role])}
        {person.second !== undefined && <> · {t(person.second ? "desk.people.guarded" : "desk.people.open")}</>}
      </p>
      {may && (
        <details>
          <summary>{t("desk.people.change")}</summary>
          <div class="stack">
            <div class="field">
              <label for={`role-${person.id}`}>{t("desk.people.role")}</label>
              <select id={`role-${person.id}`} name="role" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
                {possible(person.role).map((one) => <option key={one} value={one}>{t(ROLE_WORDS[one])}</option>)}
              </select>
            </div>
            <p class="soft">{t(readsReports(person.role) ? "desk.people.role_hint" : "desk.people.role_hint_key")}</p>
            <button class="button" type="button" data-action="give-role" disabled={role === person.role} onClick={() => onRole(role)}>{t("desk.people.give_role")}</button>
          </div>
        </details>
      )}
      {leads && !me && (
        <button class="button button--quiet leave" type="button" data-remove-person={person.name} onClick={onRemove}>{t("desk.remove.choose", { name: person.name })}</button>
      )}
    </section>
  );
}
