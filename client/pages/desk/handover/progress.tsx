/** How far the handing over is, packet by packet, and what can be done when it is done. */
import { t } from "../../../shared/i18n/index.ts";
import type { Seen } from "../cases/change.ts";
import { errorWords } from "../words.ts";
import type { Said } from "./hand_over_form.tsx";
import type { Line } from "./run.ts";

interface Props {
  said: Said;
  seen: Seen;
  lines: readonly Line[];
  busy: boolean;
  done: boolean;
  onShowPacket: (id: string) => void;
  onBack: () => void;
}

export function Progress({ said, seen: { card }, lines, busy, done, onShowPacket, onBack }: Props) {
  const there = lines.filter(({ end }) => end === "sent" || end === "before").length;
  const all = card.packets.length;
  const whole = there === all;
  const first = card.packets[0];
  return (
    <section class="card stack" aria-labelledby="handing" data-handed={done ? there : undefined}>
      <h2 id="handing">{t("desk.handover.to", { desk: said.to.name[__LANG__] })}</h2>
      <div role="status">
        {busy && <p>{t("desk.handover.working", { n: Math.min(there + 1, all), all })}</p>}
        {busy && <progress max={all} value={there} />}
        {done && <p class={whole ? "notice notice--ok" : "notice notice--danger"}>{t(whole ? "desk.handover.done" : "desk.handover.done_partly", { n: there, all })}</p>}
      </div>
      <ul class="list">
        {lines.map(({ packet, end, code }) => (
          <li key={packet} data-handing={packet} data-end={end}>
            <strong>{t("desk.handover.packet", { id: packet.slice(0, 8) })}</strong> {t(`desk.handover.line_${end}`)}
            {code && <p class="soft">{errorWords(code)}</p>}
          </li>
        ))}
      </ul>
      {done && (
        <>
          {card.mailbox && first && (
            <>
              <p>{t("desk.handover.tell_reporter")}</p>
              <button class="button button--wide" type="button" data-action="tell-reporter" onClick={() => onShowPacket(first)}>{t("desk.handover.write_letter")}</button>
            </>
          )}
          <button class="button button--primary button--wide" type="button" data-action="hand-over-done" onClick={onBack}>{t("desk.handover.to_case")}</button>
        </>
      )}
    </section>
  );
}
