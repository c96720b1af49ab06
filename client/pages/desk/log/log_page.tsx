/** What was done at the desk, day by day, for who watches over it: names and ids, never what a report says. */
import { useEffect, useState } from "preact/hooks";
import type { LogEvent } from "../../../shared/desk_log/chain.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { people, type Person } from "../cases/api.ts";
import { Title, Trouble } from "../frame.tsx";
import type { PageProps } from "../menu.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { logPage } from "./api.ts";
import { Check } from "./check.tsx";
import { detailWords, kindWords, shortId } from "./event_words.ts";

export function LogPage({ desk, onEnded }: PageProps) {
  const [events, setEvents] = useState<LogEvent[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [known, setKnown] = useState<readonly Person[]>([]);
  const task = useTask(onEnded);
  const fetchFrom = (before: number | null): void =>
    task.run(async () => {
      if (before === null) setKnown(await people());
      const page = await logPage(before);
      setEvents((seen) => (before === null ? page.events : [...seen, ...page.events]));
      setNext(page.next);
    });
  useEffect(() => fetchFrom(null), []);
  const nameOf = (id: string): string | null => known.find((one) => one.id === id)?.name ?? null;
  return (
    <div class="stack">
      <Title>{t("desk.log.title")}</Title>
      <Check desk={desk.account.desk.id} onEnded={onEnded} />
      <Trouble words={task.failed && errorWords(task.failed)} />
      {byDay(events).map(([day, done]) => (
        <section class="card" key={day} data-day={day}>
          <h2>{dayWords(day)}</h2>
          <ul class="list">
            {done.map((event) => <Line key={event.number} event={event} nameOf={nameOf} />)}
          </ul>
        </section>
      ))}
      {next !== null && (
        <button class="button" type="button" data-action="older" disabled={task.busy} onClick={() => fetchFrom(next)}>{t("desk.log.older")}</button>
      )}
    </div>
  );
}

function byDay(events: readonly LogEvent[]): [string, LogEvent[]][] {
  const days = new Map<string, LogEvent[]>();
  for (const event of events) days.set(event.day, [...(days.get(event.day) ?? []), event]);
  return [...days];
}

function Line({ event, nameOf }: { event: LogEvent; nameOf: (id: string) => string | null }) {
  const who = event.moderator === null ? t("desk.log.operator") : (nameOf(event.moderator) ?? t("desk.cases.somebody"));
  const detail = detailWords(event, nameOf);
  const about = [
    event.case && t("desk.log.case", { id: shortId(event.case) }), event.packet && t("desk.log.packet", { id: shortId(event.packet) }),
  ].filter(Boolean);
  return (
    <li data-event={event.number} data-kind={event.kind}>
      <p><strong>{who}</strong> {kindWords(event.kind)}{detail && `: ${detail}`}</p>
      <p class="soft">{[t("desk.log.number", { n: event.number }), ...about].join(" · ")}</p>
    </li>
  );
}
