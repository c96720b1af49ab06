/** Goes through the whole log in this browser: that nothing in it was changed, taken out or put in. */
import { useState } from "preact/hooks";
import { extract, firstBreak, type Head, holds, isSigned, type LogEvent, parseHead } from "../../../shared/desk_log/chain.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { publicKeys } from "../key/own_key.ts";
import { save } from "../save.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { wholeLog } from "./api.ts";

interface Found {
  /** The number of the first event that does not follow; null when all do. */
  broken: number | null;
  /** Whether it is the log that the kept line vouched for; null without one. */
  same: boolean | null;
  /** A line that the server's key did not sign: the log's own, or the one that was kept. */
  unsigned: "own" | "kept" | null;
  events: readonly LogEvent[];
  head: string | null;
}

const FETCHING = 0.8;

/** The key comes with every list of keys, which phones and export readers hold against what they saw before. */
async function firstUnsigned(own: Head | null, kept: Head | null): Promise<Found["unsigned"]> {
  if (!own && !kept) return null;
  const { receiptKey } = await publicKeys();
  if (own && !(await isSigned(own, receiptKey))) return "own";
  return kept && !(await isSigned(kept, receiptKey)) ? "kept" : null;
}

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
      const unsigned = await firstUnsigned(own, line ?? null);
      setFound({ broken: broken ?? (fits ? null : events.length + 1), same: line ? holds(line, desk, events) : null, unsigned, events, head });
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
      <div role="status">{found && <Result desk={desk} found={found} />}</div>
    </section>
  );
}

function resultWords({ broken, same, unsigned, events }: Found): string {
  if (broken !== null) return t("desk.log.broken", { n: broken });
  if (unsigned) return t(`desk.log.unsigned_${unsigned}`);
  return same === false ? t("desk.log.other_log") : t("desk.log.whole", { n: events.length });
}

function Result({ desk, found }: { desk: string; found: Found }) {
  const { broken, same, unsigned, events, head } = found;
  const whole = broken === null && same !== false && !unsigned;
  const words = resultWords(found);
  return (
    <div class="stack">
      <p class={whole ? "notice notice--ok" : "notice notice--danger"} data-log={whole ? "whole" : "broken"} data-broken={broken ?? undefined} data-unsigned={unsigned ?? undefined}>{words}</p>
      {!whole && unsigned !== "kept" && <p>{t("desk.log.broken_do")}</p>}
      {whole && head && (
        <>
          <p>{t("desk.log.keep_line")}</p>
          <p class="command" data-log-head>{head}</p>
          <button class="button" type="button" data-action="save-log" onClick={() => save(extract(desk, events, head), `log-${desk}-${localDay()}.json`)}>{t("desk.log.save")}</button>
        </>
      )}
    </div>
  );
}
