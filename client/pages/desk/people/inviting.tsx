/** Inviting somebody: a link that is shown once, and the ones that nobody has used yet. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { Role } from "../api.ts";
import type { OpenDesk } from "../flows.ts";
import { Trouble } from "../frame.tsx";
import { QrCode } from "../key/qr_code.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import type { OpenInvitation } from "./api.ts";
import { invite } from "./invite.ts";
import { ROLE_WORDS } from "./people_page.tsx";

interface Props {
  desk: OpenDesk;
  open: OpenInvitation[];
  onInvited: () => void;
  onCancel: (id: string) => void;
  /** The passphrase was shown too long ago. */
  onProof: () => void;
}

export function Inviting({ desk, open, onInvited, onCancel, onProof }: Props) {
  const [role, setRole] = useState<Role>("moderator");
  const [link, setLink] = useState<string | null>(null);
  const task = useTask();
  function submit(event: Event): void {
    event.preventDefault();
    task.run(async () => {
      setLink(await invite(desk, role).catch((error) => {
        if (error.code === "proof_required") onProof();
        throw error;
      }));
      onInvited();
    });
  }
  return (
    <form class="card" method="dialog" noValidate data-invite onSubmit={submit}>
      <h2>{t("desk.invite.title")}</h2>
      {link === null ? (
        <>
          <div class="field">
            <label for="invite-role">{t("desk.people.role")}</label>
            <select id="invite-role" name="invite-role" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
              {(Object.keys(ROLE_WORDS) as Role[]).map((one) => <option key={one} value={one}>{t(ROLE_WORDS[one])}</option>)}
            </select>
          </div>
          <Trouble words={task.failed && errorWords(task.failed)} />
          <button class="button button--primary button--wide" type="submit" data-action="invite" disabled={task.busy}>{t("desk.invite.button")}</button>
        </>
      ) : (
        <Link link={link} onDone={() => setLink(null)} />
      )}
      {open.length > 0 && (
        <ul class="list" data-invitations={open.length}>
          {open.map((one) => (
            <li class="row" key={one.id} data-invitation={one.id}>
              <span class="grow">{t(ROLE_WORDS[one.role])} · {t("desk.invite.until", { day: dayWords(one.expires) })}</span>
              <button class="button" type="button" data-action="cancel-invitation" onClick={() => onCancel(one.id)}>{t("desk.invite.cancel")}</button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function Link({ link, onDone }: { link: string; onDone: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => void navigator.clipboard.writeText(link).then(() => setCopied(true), () => undefined);
  return (
    <>
      <p>{t("desk.invite.once")}</p>
      <div class="code-picture"><QrCode text={link} /></div>
      <output class="command" data-link={link}>{link}</output>
      <button class="button" type="button" data-action="copy-link" onClick={copy}>{t(copied ? "desk.invite.copied" : "desk.invite.copy")}</button>
      <button class="button button--primary button--wide" type="button" data-action="invited" onClick={onDone}>{t("desk.invite.done")}</button>
    </>
  );
}
