/** In a case: from which desk it came, and to which it was handed. What other desks wrote is shown as text. */
import type { Came, Card } from "../../../shared/cards/card.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { whoOf } from "../cases/case_list.tsx";
import type { DeskCases } from "../cases/use_cards.ts";

export function HandedNotes({ card, people }: { card: Card; people: DeskCases["people"] }) {
  const { came = [], handed = [] } = card;
  return (
    <>
      {said(came).map((one) => <CameNote key={one.packet} came={one} />)}
      {handed.map(({ day, by, to, name, reason, packets }, n) => (
        <section class="card" key={n} data-handed-to={to}>
          <h2>{t("desk.handover.handed", { desk: name || to })}</h2>
          <p class="soft">{dayWords(day)} · {whoOf(by, people)} · {t("desk.handover.packets", { n: packets.length })}</p>
          <p class="words" dir="auto">{reason}</p>
        </section>
      ))}
    </>
  );
}

/** The packets of a case mostly come together, with the same words: those are shown once. */
function said(came: readonly Came[]): Came[] {
  const words = ({ from, confirmed, reason, note }: Came): string => JSON.stringify([from, confirmed, reason, note]);
  return came.filter((one, n) => came.findIndex((other) => words(other) === words(one)) === n);
}

export function CameNote({ came: { from, name, confirmed, day, reason, note } }: { came: Came }) {
  const desk = name || from;
  return (
    <section class="card" data-came-from={from} data-confirmed={confirmed}>
      <h2>{from ? t(confirmed ? "desk.handover.came" : "desk.handover.came_perhaps", { desk }) : t("desk.handover.unreadable")}</h2>
      <p class={confirmed ? "notice notice--ok" : "notice notice--danger"}>{t(confirmed ? "desk.handover.confirmed" : "desk.handover.not_confirmed")}</p>
      {reason && (
        <dl class="facts">
          <div>
            <dt class="soft">{t("desk.handover.reason")} · {dayWords(day)}</dt>
            <dd class="words" dir="auto" data-field="handover-reason">{reason}</dd>
          </div>
          {note && (
            <div>
              <dt class="soft">{t("desk.handover.note")}</dt>
              <dd class="words" dir="auto" data-field="handover-note">{note}</dd>
            </div>
          )}
        </dl>
      )}
    </section>
  );
}
