/** What can be done with several cases at once; what could not be done is told, case by case in number. */
import { useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import { tidy } from "../../../shared/cards/normalise.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import * as api from "./api.ts";
import { changeOf, type Edit, merge, type Seen, seenOf } from "./change.ts";
import { nextStates } from "./lifecycle.ts";

interface Props {
  cards: Cards;
  me: string;
  picked: ReadonlySet<string>;
  /** Ends when the list knows what was changed. */
  onDone: () => Promise<void>;
  onClear: () => void;
  onExport: (ids: readonly string[]) => void;
  onEnded: () => void;
}

/** The server takes so many changes at once, and a phone seals them. */
const AT_ONCE = 100;
type Asking = "label" | "junk" | null;

export function Bulk({ cards, me, picked, onDone, onClear, onExport, onEnded }: Props) {
  const task = useTask(onEnded);
  const [asking, setAsking] = useState<Asking>(null);
  const [words, setWords] = useState("");
  const [left, setLeft] = useState(0);

  const all = async (edit: (seen: Seen) => Edit | null): Promise<void> => {
    let untouched = 0;
    for (const some of slices([...picked], AT_ONCE)) {
      const seen = (await Promise.all(some.map((id) => cards.ask("card", id)))).map(seenOf);
      const edits = seen.flatMap((one) => {
        const wanted = one && edit(one);
        return wanted ? [changeOf(cards, one, wanted, me)] : [];
      });
      const results = edits.length ? await api.changeMany(await Promise.all(edits)) : [];
      untouched += some.length - results.filter(({ code }) => code === undefined).length;
    }
    await finish(untouched);
  };

  // What is pressed next is done to the cases as they are now: not before the list has them so.
  async function finish(untouched: number): Promise<void> {
    await onDone();
    setLeft(untouched);
    setAsking(null);
    setWords("");
  }

  const mergeAll = async (): Promise<void> => {
    const details = await Promise.all([...picked].map((id) => cards.ask("card", id)));
    const [first, ...others] = details.flatMap((one) => seenOf(one) ?? []).sort(byAge);
    let into = first;
    for (const from of others) {
      if (!into) break;
      await merge(cards, from, into, me);
      await cards.ask("pull", null);
      into = seenOf(await cards.ask("card", into.workflow.id)) ?? undefined;
    }
    await finish(0);
  };

  const run = (work: () => Promise<void>) => (): void => task.run(work);
  const label = tidy(words.trim()).slice(0, 40);
  return (
    <section class="card bulk" aria-label={t("desk.bulk.title", { n: picked.size })} data-bulk={picked.size}>
      <p role="status">
        {t("desk.bulk.title", { n: picked.size })}
        {left > 0 && ` · ${t("desk.bulk.left", { n: left })}`}
      </p>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {asking === null && (
        <div class="row">
          <button class="button" type="button" data-action="bulk-take" disabled={task.busy} onClick={run(() => all(() => ({ assignee: me })))}>{t("desk.case.take")}</button>
          <button class="button" type="button" data-action="bulk-label" disabled={task.busy} onClick={() => setAsking("label")}>{t("desk.bulk.label")}</button>
          <button class="button" type="button" data-action="bulk-merge" disabled={task.busy || picked.size < 2} onClick={run(mergeAll)}>{t("desk.bulk.merge")}</button>
          <button class="button" type="button" data-action="bulk-junk" disabled={task.busy} onClick={() => setAsking("junk")}>{t("desk.bulk.junk")}</button>
          <button class="button" type="button" data-action="bulk-export" disabled={task.busy} onClick={() => onExport([...picked])}>{t("desk.export.title")}</button>
          <button class="button button--quiet" type="button" onClick={onClear}>{t("desk.bulk.clear")}</button>
        </div>
      )}
      {asking !== null && (
        <form class="stack" method="dialog" onSubmit={(event) => {
          event.preventDefault();
          if (!label) return;
          task.run(() => all((seen) => (asking === "label" ? labelled(seen, label) : ended(seen, words))));
        }}>
          <label class="field">
            <span>{t(asking === "label" ? "desk.bulk.which_label" : "desk.case.reason")}</span>
            <input name="bulk-words" value={words} maxLength={asking === "label" ? 40 : 1000} autocomplete="off" onInput={(event) => setWords(event.currentTarget.value)} />
          </label>
          <div class="row">
            <button class="button button--primary" type="submit" disabled={task.busy || !label}>{t(asking === "label" ? "desk.bulk.label" : "desk.bulk.junk")}</button>
            <button class="button button--quiet" type="button" onClick={() => setAsking(null)}>{t("desk.case.cancel")}</button>
          </div>
        </form>
      )}
    </section>
  );
}

const byAge = (a: Seen, b: Seen): number => (a.workflow.opened < b.workflow.opened ? -1 : 1);

const labelled = ({ card }: Seen, label: string): Edit | null =>
  card.labels.includes(label) || card.labels.length >= 20 ? null : { card: { labels: [...card.labels, label] } };

const ended = ({ workflow }: Seen, reason: string): Edit | null =>
  nextStates(workflow.state).includes("not_eligible") ? { state: "not_eligible", card: { reason: tidy(reason.trim()) } } : null;

const slices = <T,>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
