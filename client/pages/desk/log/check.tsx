/** Goes through the whole log in this browser: that nothing in it was changed, taken out or put in. */
import { useState } from "preact/hooks";
import { firstBreak, holds, parseHead } from "../../../shared/desk_log/chain.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { wholeLog } from "./api.ts";

interface Found {
  /** The number of the first event that does not follow; null when all do. */
  broken: number | null;
  /** Whether it is the log that the kept line vouched for; null without one. */
  same: boolean | null;
  count: number;
  head: string | null;
}

const FETCHING = 0.8;

export function Check({ desk, onEnded }: { desk: string; onEnded: () => void }) {
  const [kept, setKept] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const task = useTask(onEnded);
  const line = kept.trim() ? parseHead(kept) : undefined;
  const run = (): void => {
    setFound(null);
    task.run(async (onPart) => {
      const { events, head } = await wholeLog((count, all) => onPart((FETCHING * count) / all));
      const broken = await firstBreak(desk, events, (part) => onPart(FETCHING + (1 - FETCHING) * part));
      // The line that comes with the log is held against it like one that was kept.
      const own = head === null ? null : parseHead(head);
      const fits = own === null || (own.number === events.length && holds(own, desk, events));
      setFound({ broken: broken ?? (fits ? null : events.length + 1), same: line ? holds(line, desk, events) : null, count: events.length, head });
    });
  };
  return (
    <section class="card" aria-labelledby="log-check">
      <h2 id="log-check">{t("desk.log.check")}</h2>
      <p class="soft">{t("desk.log.check_lead")}</p>
      <label class="field">
        <span>{t("desk.log.kept")}</span>
        <textarea name="kept-head" rows={3} spellcheck={false} autocomplete="off" value={kept} onInput={(event) => setKept(event.currentTarget.value)} />
      </label>
      {line === null && <p class="notice notice--danger" role="alert">{t("desk.log.kept_wrong")}</p>}
      <button class="button button--primary" type="button" data-action="check-log" disabled={task.busy || line === null} onClick={run}>{t("desk.log.check_button")}</button>
      {task.busy && <progress aria-label={t("desk.log.check")} max={100} value={task.percent ?? 0} />}
      <Trouble words={task.failed && errorWords(task.failed)} />
      <div role="status">{found && <Result found={found} />}</div>
    </section>
  );
}

function Result({ found: { broken, same, count, head } }: { found: Found }) {
  const whole = broken === null && same !== false;
  const words = broken !== null ? t("desk.log.broken", { n: broken }) : same === false ? t("desk.log.other_log") : t("desk.log.whole", { n: count });
  return (
    <div class="stack">
      <p class={whole ? "notice notice--ok" : "notice notice--danger"} data-log={whole ? "whole" : "broken"} data-broken={broken ?? undefined}>{words}</p>
      {!whole && <p>{t("desk.log.broken_do")}</p>}
      {whole && head && (
        <>
          <p>{t("desk.log.keep_line")}</p>
          <p class="command" data-log-head>{head}</p>
        </>
      )}
    </div>
  );
}
