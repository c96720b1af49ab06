/** Handing a case to another desk: to which one and why, then packet by packet, then what came of it. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import type { PinnedDesk, Pins } from "../../../shared/outbox/types.ts";
import { ApiError } from "../api.ts";
import { change, type Seen, seenOf } from "../cases/change.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import type { OpenDesk } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { ownKey, publicKeys } from "../key/own_key.ts";
import { useHeld } from "../leaving.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { afterwards } from "./afterwards.ts";
import { HandOverForm, type Said } from "./hand_over_form.tsx";
import { Progress } from "./progress.tsx";
import { handOver, type Line } from "./run.ts";

interface Props {
  id: string;
  desk: OpenDesk;
  cases: DeskCases;
  onShowPacket: (id: string) => void;
  onBack: () => void;
  onEnded: () => void;
}

/** What is known once the server was asked. */
interface Ready {
  seen: Seen;
  list: Pins;
  others: PinnedDesk[];
}

export function HandOverPage({ id, desk, cases, onShowPacket, onBack, onEnded }: Props) {
  const task = useTask(onEnded);
  const gone = useRef(new AbortController());
  useEffect(() => () => gone.current.abort(), []);
  const [ready, setReady] = useState<Ready | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [done, setDone] = useState(false);

  const sending = said !== null && task.busy;
  const [way, setWay] = useState<{ go: () => void } | null>(null);
  useHeld(useCallback((go: () => void): void => (sending ? setWay({ go }) : go()), [sending]), sending);

  const look = async (): Promise<Ready> => {
    const list = await publicKeys();
    const own = await ownKey(desk, list);
    if (own.signing === null) throw new ApiError("desk_key_unsigned", 0);
    const seen = seenOf(await cases.cards.ask("card", id));
    if (!seen) throw new ApiError("card_unreadable", 0);
    return { seen, list, others: list.desks.filter((one) => one.id !== own.id) };
  };
  useEffect(() => task.run(async () => setReady(await look())), []);

  const tell = (line: Line): void => setLines((before) => [...before.filter(({ packet }) => packet !== line.packet), line]);
  const start = (order: Said, back = false): void => {
    setSaid(order);
    // Whoever wanted to leave the try before stayed.
    setWay(null);
    task.run(async () => {
      // A case that grew meanwhile goes as it is now.
      const now = await look();
      setReady(now);
      const { packets } = now.seen.card;
      const around = { desk, list: now.list, stop: gone.current.signal, tell };
      // Whoever chose it saw the warning, if it came straight from there.
      const known = back || (now.seen.card.came?.some(({ from }) => from === order.to.id) ?? false);
      const { to, reason, note } = order;
      const ends = await handOver({ case: id, packets, to, reason, note, back: known }, around);
      const edit = afterwards(now.seen, order, ends, desk.account.id);
      try {
        if (edit) await change(cases.cards, now.seen, edit, desk.account.id);
      } finally {
        await cases.pull();
      }
      setDone(true);
    });
  };

  return (
    <section class="stack" data-screen="hand-over">
      <button class="button button--quiet leave" type="button" data-action="back" onClick={onBack}>← {t("desk.case.back")}</button>
      <Title>{t("desk.handover.title")}</Title>
      {!ready && task.busy && <p role="status">{t("desk.starting")}</p>}
      {ready && !said && <HandOverForm {...ready} onSend={start} />}
      <div role="alert">
        {way && sending && (
          <div class="card stack" data-sending>
            <p class="notice">{t("desk.handover.sending")}</p>
            <button class="button button--wide" type="button" data-action="leave-sending" onClick={way.go}>{t("desk.handover.leave")}</button>
          </div>
        )}
      </div>
      {said && ready && <Progress said={said} seen={ready.seen} lines={lines} busy={task.busy} done={done} onShowPacket={onShowPacket} onBack={onBack} />}
      <Trouble words={task.failed && errorWords(task.failed)} />
      {said && task.failed !== null && !task.busy && (
        <div class="row">
          <button class="button button--primary" type="button" data-action="hand-over-again" onClick={() => start(said, task.failed === "handover_back")}>
            {t(task.failed === "handover_back" ? "desk.handover.back_anyway" : "desk.handover.go_on")}
          </button>
          <button class="button button--quiet" type="button" onClick={onBack}>{t("desk.case.cancel")}</button>
        </div>
      )}
    </section>
  );
}
