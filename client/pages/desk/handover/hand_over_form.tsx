/** To which desk a case goes and why; asked once more before anything is sent, for nothing calls it back. */
import { useEffect, useState } from "preact/hooks";
import { MAX_NOTE, MAX_REASON } from "../../../shared/handover/statement.ts";
import { t } from "../../../shared/i18n/index.ts";
import { type KeyCheck, keyCheck } from "../../../shared/keys/check.ts";
import type { PinnedDesk } from "../../../shared/outbox/types.ts";
import type { Seen } from "../cases/change.ts";
import { Words } from "../key/picture.tsx";
import { canEnd } from "./afterwards.ts";

/** What a moderator wants. */
export interface Said {
  to: PinnedDesk;
  reason: string;
  note: string;
  /** The case ends here. */
  ends: boolean;
}

interface Props {
  seen: Seen;
  others: readonly PinnedDesk[];
  onSend: (said: Said) => void;
}

export function HandOverForm({ seen, others, onSend }: Props) {
  const [to, setTo] = useState<PinnedDesk | null>(null);
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [ends, setEnds] = useState(canEnd(seen));
  const [asked, setAsked] = useState(false);
  const n = seen.card.packets.length;
  if (others.length === 0) return <p class="notice">{t("desk.handover.no_other")}</p>;
  if (asked && to) {
    const said = { to, reason: reason.trim(), note: note.trim(), ends };
    return <Confirm said={said} n={n} onYes={() => onSend(said)} onNo={() => setAsked(false)} />;
  }
  return (
    <form class="stack" method="dialog" onSubmit={(event) => {
      event.preventDefault();
      if (to && reason.trim()) setAsked(true);
    }}>
      <What n={n} mailbox={seen.card.mailbox !== null} />
      <fieldset class="card">
        <legend class="sr-only">{t("desk.handover.which")}</legend>
        <h2 aria-hidden="true">{t("desk.handover.which")}</h2>
        {others.map((desk) => (
          <label class="choice choice--wide" key={desk.id}>
            <input type="radio" name="to-desk" value={desk.id} checked={to?.id === desk.id} onChange={() => setTo(desk)} />
            {desk.name[__LANG__]}
          </label>
        ))}
        {to && <Key key={to.id} desk={to} />}
        {to && <Before seen={seen} to={to} />}
      </fieldset>
      <div class="card stack">
        <label class="field">
          <span>{t("desk.handover.reason")}</span>
          <textarea name="handover-reason" required value={reason} maxLength={MAX_REASON} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{t("desk.handover.note_optional")}</span>
          <textarea name="handover-note" value={note} maxLength={MAX_NOTE} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        {canEnd(seen) && (
          <label class="tick">
            <input type="checkbox" name="handover-ends" checked={ends} onChange={(event) => setEnds(event.currentTarget.checked)} />
            {t("desk.handover.ends")}
          </label>
        )}
      </div>
      <button class="button button--primary button--wide" type="submit" data-action="hand-over-next" disabled={!to || !reason.trim()}>{t("desk.handover.next")}</button>
    </form>
  );
}

function What({ n, mailbox }: { n: number; mailbox: boolean }) {
  return (
    <section class="card stack" aria-labelledby="what">
      <h2 id="what">{t("desk.handover.what")}</h2>
      <ul class="bullets">
        <li>{t("desk.handover.what_copies", { n })}</li>
        <li>{t("desk.handover.what_stays")}</li>
        {mailbox && <li>{t("desk.handover.what_mailbox")}</li>}
      </ul>
      <p class="notice">{t("desk.handover.what_chosen")}</p>
    </section>
  );
}

/** The words of its key, for a call before so much is sent to it. */
function Key({ desk }: { desk: PinnedDesk }) {
  const [check, setCheck] = useState<KeyCheck | null>(null);
  useEffect(() => void keyCheck(desk.fingerprint).then(setCheck), []);
  return (
    <div class="stack" data-to-key={check ? desk.fingerprint : undefined}>
      <p class="soft">{t("desk.handover.compare")}</p>
      {check && <Words check={check} className="key-words" />}
    </div>
  );
}

function Before({ seen: { card }, to }: { seen: Seen; to: PinnedDesk }) {
  const gone = card.handed?.some((one) => one.to === to.id) ?? false;
  const came = card.came?.some((one) => one.from === to.id) ?? false;
  if (!gone && !came) return null;
  return <p class="notice" data-before={came ? "came" : "gone"}>{t(came ? "desk.handover.came_before" : "desk.handover.gone_before")}</p>;
}

function Confirm({ said, n, onYes, onNo }: { said: Said; n: number; onYes: () => void; onNo: () => void }) {
  return (
    <section class="card stack" aria-labelledby="sure" data-sure>
      <h2 id="sure">{t("desk.handover.sure", { desk: said.to.name[__LANG__], n })}</h2>
      <p class="words" dir="auto">{said.reason}</p>
      {said.note && <p class="words" dir="auto">{said.note}</p>}
      <p>{t(said.ends ? "desk.handover.sure_ends" : "desk.handover.sure_stays")}</p>
      <p class="notice notice--danger">{t("desk.handover.for_good")}</p>
      <button class="button button--primary button--wide" type="button" data-action="hand-over-yes" onClick={onYes}>{t("desk.handover.yes")}</button>
      <button class="button button--quiet button--wide" type="button" data-action="hand-over-no" onClick={onNo}>{t("desk.handover.no")}</button>
    </section>
  );
}
