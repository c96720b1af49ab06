/** One case: what it is about, what was done, and what can be done next. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Card, nameOf, type Risk } from "../../../shared/cards/card.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { OpenDesk } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { HandedNotes } from "../handover/handed_notes.tsx";
import { useTask } from "../use_task.ts";
import { CaseFiles } from "../viewer/case_files.tsx";
import { errorWords } from "../words.ts";
import { kindWords } from "./case_line.tsx";
import { whoOf } from "./case_list.tsx";
import { packetReport } from "./carding.ts";
import { CasePackets } from "./case_packets.tsx";
import { change, type Edit, note, type Seen, seenOf, split } from "./change.ts";
import { Checklist } from "./checklist.tsx";
import { Labels } from "./labels.tsx";
import { NextState } from "./next_state.tsx";
import { useShortcuts } from "./shortcuts.tsx";
import { SimilarCases } from "./similar_cases.tsx";
import type { DeskCases } from "./use_cards.ts";

interface Props {
  id: string;
  desk: OpenDesk;
  cases: DeskCases;
  me: string;
  onShow: (id: string) => void;
  onShowPacket: (id: string) => void;
  onHandOver: () => void;
  onExport: (ids: readonly string[]) => void;
  onBack: () => void;
  onEnded: () => void;
}

/** What is known of the case now, and whether that is another than what is on screen. */
function useSeen({ cards, revision }: DeskCases, id: string) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const [newer, setNewer] = useState<Seen | null>(null);
  const [came, setCame] = useState(false);
  useEffect(() => {
    let wanted = true;
    cards.ask("card", id).then((detail) => {
      if (!wanted) return;
      setCame(true);
      const now = seenOf(detail);
      setSeen((before) => before ?? now);
      setNewer(now);
    }, () => undefined);
    return () => {
      wanted = false;
    };
  }, [id, revision]);
  return { seen, came, changed: newer !== null && newer.workflow.version !== seen?.workflow.version, look: () => setSeen(newer) };
}

export function CaseView({ id, desk, cases, me, onShow, onShowPacket, onHandOver, onExport, onBack, onEnded }: Props) {
  const { seen, came, changed, look } = useSeen(cases, id);
  const task = useTask(onEnded);
  /** Whose change it was that made the case another: one's own is shown at once. */
  const [mine, setMine] = useState(false);
  useEffect(() => {
    if (changed && mine) {
      look();
      setMine(false);
    }
  }, [changed, mine]);

  const save = (edit: Edit, done: () => void = () => undefined): void =>
    task.run(async () => {
      if (!seen) return;
      try {
        await change(cases.cards, seen, edit, me);
        setMine(true);
        done();
      } finally {
        await cases.pull();
      }
    });
  const apart = (packet: string): void =>
    task.run(async () => {
      if (!seen) return;
      try {
        const found = await packetReport(packet, desk.identities);
        const arrival = { day: seen.card.day, desk: desk.account.desk.id, by: me };
        await split(cases.cards, seen, packet, found, arrival);
        setMine(true);
      } finally {
        await cases.pull();
      }
    });
  useShortcuts({
    u: onBack,
    Escape: onBack,
    a: () => seen?.workflow.assignee !== me && save({ assignee: me }),
    n: () => document.querySelector<HTMLElement>("[name=note]")?.focus(),
  });

  return (
    <article class="stack beside" data-screen="case" data-case={id} data-version={seen?.workflow.version}>
      <button class="button button--quiet leave" type="button" data-action="back" onClick={onBack}>← {t("desk.case.back")}</button>
      {!seen && <p class="card" role="status">{t(came ? "desk.case.unreadable" : "desk.starting")}</p>}
      <Trouble words={task.failed && errorWords(task.failed)} />
      <div role="status">
        {changed && !mine && (
          <div class="card" data-newer>
            <p>{t("desk.case.newer")}</p>
            <button class="button" type="button" data-action="look-again" onClick={look}>{t("desk.case.look")}</button>
          </div>
        )}
      </div>
      {seen && (
        <>
          <Head seen={seen} who={whoOf(seen.workflow.assignee, cases.people)} />
          <HandedNotes card={seen.card} people={cases.people} />
          <Assignee seen={seen} me={me} people={cases.people} busy={task.busy} onSave={save} />
          <Story seen={seen} busy={task.busy} onShow={onShow} onShowPacket={onShowPacket} onSplit={apart} />
          <CaseFiles packets={seen.card.packets} identities={desk.identities} onEnded={onEnded} />
          <Checklist seen={seen} busy={task.busy} onSave={save} />
          <NextState key={`state${seen.workflow.version}`} seen={seen} cards={cases.cards} busy={task.busy} onSave={save} />
          <RiskChoice key={`risk${seen.workflow.version}`} seen={seen} busy={task.busy} onSave={save} />
          <Labels seen={seen} busy={task.busy} onSave={save} />
          <Notes seen={seen} me={me} people={cases.people} busy={task.busy} onSave={save} />
          <History seen={seen} people={cases.people} />
          <button class="button button--wide" type="button" data-action="export" onClick={() => onExport([id])}>{t("desk.export.title")}</button>
          <button class="button button--wide" type="button" data-action="hand-case" onClick={onHandOver}>{t("desk.handover.title")}</button>
          <SimilarCases key={id} id={id} cards={cases.cards} onShow={onShow} />
        </>
      )}
    </article>
  );
}

export interface PartProps {
  seen: Seen;
  busy: boolean;
  onSave: (edit: Edit, done?: () => void) => void;
}

function Head({ seen: { card, workflow }, who }: { seen: Seen; who: string | null }) {
  return (
    <div>
      <Title>{nameOf(card) || t("desk.packet.no_text")}</Title>
      <p class="row">
        <span class="badge" data-field="state">{t(`state.${workflow.state}`)}</span>
        {card.risk && <span class="badge">{t(`desk.risk.${card.risk}`)}</span>}
        <span class="soft">{who ?? t("desk.cases.nobody")}</span>
      </p>
    </div>
  );
}

function Assignee({ seen, me, people, busy, onSave }: PartProps & { me: string; people: DeskCases["people"] }) {
  const { assignee } = seen.workflow;
  return (
    <div class="stack">
      {assignee === me && seen.workflow.state === "received" && <p class="notice notice--ok" role="status" data-taken>{t("desk.case.taken", { next: t("desk.case.next") })}</p>}
      {assignee === null && (
        <button class="button button--primary button--wide" type="button" data-action="take" disabled={busy} onClick={() => onSave({ assignee: me })}>
          {t("desk.case.take")}
        </button>
      )}
      <label class="field">
        <span>{t("desk.cases.assignee")}</span>
        <select name="assignee" value={assignee ?? ""} disabled={busy} onChange={(event) => onSave({ assignee: event.currentTarget.value || null })}>
          <option value="">{t("desk.cases.nobody")}</option>
          {people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
    </div>
  );
}

interface StoryProps {
  seen: Seen;
  busy: boolean;
  onShow: (id: string) => void;
  onShowPacket: (id: string) => void;
  onSplit: (packet: string) => void;
}

function Story({ seen: { card }, busy, onShow, onShowPacket, onSplit }: StoryProps) {
  const place = [card.district, card.province].filter(Boolean).join(" · ");
  return (
    <section class="card" aria-labelledby="story">
      <h2 id="story">{t("desk.packet.text")}</h2>
      <p class="words" dir="auto" data-field="text">{card.text || t("desk.packet.no_text")}</p>
      <dl class="facts">
        <Fact label={t("desk.packet.category")}>{kindWords(card.kind)}</Fact>
        <Fact label={t("desk.packet.place")}>{place}</Fact>
        <Fact label={t("desk.packet.agency")}>{card.agency}</Fact>
        <Fact label={t("desk.packet.accused")}>{card.accused}</Fact>
        <Fact label={t("desk.packet.watchpoint")}>{card.watchpoint}</Fact>
        <Fact label={t("desk.packet.answer")}>{answerWords(card)}</Fact>
        <Fact label={t("desk.cases.came")}>{dayWords(card.day)}</Fact>
        <Fact label={t("desk.case.referral")}>{card.referral && `${card.referral.agency} · ${dayWords(card.referral.day)} · ${card.referral.reference}`}</Fact>
        <Fact label={t("desk.case.reason")}>{card.reason}</Fact>
      </dl>
      <CasePackets packets={card.packets} busy={busy} onShow={onShowPacket} onSplit={onSplit} />
      {card.merged_into !== null && (
        <button class="button button--wide" type="button" data-action="show-target" onClick={() => onShow(card.merged_into!)}>{t("desk.case.show_target")}</button>
      )}
    </section>
  );
}

/** What the reporter said of the outcome, the newest first: it is what is to be acted upon. */
function answerWords({ answers = [] }: Card): string {
  return [...answers].reverse().map(({ day, answer }) => `${t(`desk.packet.answer_${answer}`)} · ${dayWords(day)}`).join("\n");
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <div>
      <dt class="soft">{label}</dt>
      <dd class="words" dir="auto">{children}</dd>
    </div>
  );
}

function RiskChoice({ seen, busy, onSave }: PartProps) {
  const [chosen, setChosen] = useState(seen.card.risk);
  const choose = (risk: Risk | null): void => {
    setChosen(risk);
    onSave({ card: { risk } });
  };
  return (
    <fieldset class="card">
      <legend class="sr-only">{t("desk.cases.risk")}</legend>
      <h2 aria-hidden="true">{t("desk.cases.risk")}</h2>
      <div class="choices">
        {(["red", "yellow", "green", null] as const).map((risk) => (
          <label class="choice" key={risk ?? "none"}>
            <input type="radio" name="risk" value={risk ?? "none"} checked={chosen === risk} disabled={busy} onChange={() => choose(risk)} />
            {t(`desk.risk.${risk ?? "none"}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Notes({ seen, me, people, busy, onSave }: PartProps & { me: string; people: DeskCases["people"] }) {
  const [text, setText] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    if (text.trim()) onSave({ card: { notes: [...seen.card.notes, note(text, me)] } }, () => setText(""));
  };
  return (
    <form class="card" method="dialog" aria-labelledby="notes" onSubmit={add}>
      <h2 id="notes">{t("desk.case.notes")}</h2>
      {seen.card.notes.map(({ day, by, text: words }, n) => (
        <div key={n} data-note={n + 1}>
          <p class="soft">{whoOf(by, people)} · {dayWords(day)}</p>
          <p class="words" dir="auto">{words}</p>
        </div>
      ))}
      <label class="field">
        <span>{t("desk.case.new_note")}</span>
        <textarea name="note" value={text} maxLength={4000} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button class="button" type="submit" disabled={busy || !text.trim()}>{t("desk.case.add_note")}</button>
    </form>
  );
}

function History({ seen, people }: { seen: Seen; people: DeskCases["people"] }) {
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">{t("desk.case.history")}</h2>
      <ol class="list">
        {seen.card.history.map(({ day, by, state }, n) => (
          <li key={n}>{t(`state.${state}`)} <span class="soft">· {dayWords(day)} · {whoOf(by, people)}</span></li>
        ))}
      </ol>
    </section>
  );
}
