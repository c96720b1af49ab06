/** All cases of the desk: found, narrowed down, picked and opened, whether there are ten or a hundred thousand. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Standing } from "../../../shared/cards/protocol.ts";
import { type Counts, NOBODY } from "../../../shared/cards/query.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { Bulk } from "./bulk.tsx";
import { CaseLine } from "./case_line.tsx";
import { change, seenOf } from "./change.ts";
import { Help, useShortcuts } from "./shortcuts.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useAnswer, useCounts, type Wanted } from "./use_answer.ts";
import type { DeskCases } from "./use_cards.ts";
import { scrollToLine, VirtualList, type Window } from "./virtual_list.tsx";

export const FIRST_WANTED: Wanted = { text: "", filters: { queue: "open" }, sort: "newest" };

interface Props {
  cases: DeskCases;
  me: string;
  wanted: Wanted;
  /** How far down the list was when a case was opened from it. */
  scrolled: { current: number };
  onWant: (wanted: Wanted) => void;
  onShow: (id: string) => void;
  onExport: (ids: readonly string[]) => void;
  onEnded: () => void;
}

export function CaseList({ cases, me, wanted, scrolled, onWant, onShow, onExport, onEnded }: Props) {
  const { cards, people, revision } = cases;
  const [shownLines, setShownLines] = useState<Window>({ from: 0, to: 40 });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [help, setHelp] = useState(false);
  const answer = useAnswer(cards, wanted, shownLines, revision);
  const counts = useCounts(cards, wanted, revision);
  const place = useRef<HTMLElement>(null);
  const lines = useLines(place, answer?.total ?? 0);
  useEffect(() => {
    if (answer && scrolled.current) scrollTo({ top: scrolled.current });
    if (answer) scrolled.current = 0;
  }, [answer === null]);

  const pick = (id: string): void =>
    setPicked((before) => {
      const now = new Set(before);
      if (!now.delete(id)) now.add(id);
      return now;
    });
  const row = (n: number) => answer?.rows[n - answer.offset];
  const want = (next: Wanted): void => {
    scrollTo({ top: Math.min(scrollY, top(place.current)) });
    onWant(next);
  };
  const take = (id: string): void =>
    void cards.ask("card", id).then(async (detail) => {
      const seen = seenOf(detail);
      if (seen) await change(cards, seen, { assignee: me }, me);
      await cases.pull();
    }).catch(() => cases.pull());

  useShortcuts({
    j: () => lines.move(1),
    k: () => lines.move(-1),
    "/": () => place.current?.querySelector<HTMLInputElement>("[name=search]")?.focus(),
    x: () => onRow(row(lines.current()), pick),
    a: () => onRow(row(lines.current()), take),
    "?": () => setHelp(true),
    Escape: () => setPicked(new Set()),
  });

  return (
    <section class="stack" ref={place} data-cases={answer?.total} data-answered={answer?.text}>
      <Toolbar cards={cards} wanted={wanted} counts={counts} me={me} people={people} onWant={want} />
      <p class="soft" role="status">
        {answer && t("desk.cases.total", { n: answer.total.toLocaleString(__LANG__) })}
        {!cases.standing && !cases.failed && t("desk.cases.opening")}
        {cases.standing?.loaded === false && ` · ${t("desk.cases.loading")}`}
        {Boolean(cases.standing?.waiting) && ` · ${t("desk.cases.carding", { n: cases.standing!.waiting })}`}
        {cases.failed === "offline" && ` · ${t("desk.cases.offline")}`}
      </p>
      {picked.size > 0 && (
        <Bulk cards={cards} me={me} picked={picked} onDone={cases.pull} onClear={() => setPicked(new Set())} onExport={onExport} onEnded={onEnded} />
      )}
      {isIdle(counts, wanted, me) && <p class="notice" data-first-step>{t("desk.cases.first_step", { take: t("desk.case.take") })}</p>}
      {answer?.total === 0 && cases.standing?.loaded && <p class="card">{t(emptyWords(wanted.text, cases.standing))}</p>}
      <VirtualList
        total={answer?.total ?? 0}
        label={t("desk.cases.title")}
        window={shownLines}
        onWindow={setShownLines}
        line={(n) => {
          const its = row(n);
          return its ? {
            key: its.id,
            children: (
              <CaseLine row={its} n={n} terms={answer?.terms ?? []} who={whoOf(its.assignee, people)} picked={picked.has(its.id)} onPick={pick} onShow={onShow} />
            ),
          } : null;
        }}
      />
      <button class="button button--quiet leave" type="button" data-action="export-list" onClick={() => onExport([])}>{t("desk.export.table_title")}</button>
      <button class="button button--quiet leave" type="button" data-action="keys" onClick={() => setHelp(true)}>{t("desk.keys.title")}</button>
      {help && <Help onClose={() => setHelp(false)} />}
    </section>
  );
}

/** There are cases that nobody has taken on, none of one's own, and nothing that narrows them down. */
function isIdle(counts: Counts | null, { text, filters }: Wanted, me: string): boolean {
  if (!counts || text || filters.queue !== "open" || Object.keys(filters).length > 1) return false;
  return !counts.assignee[me] && Boolean(counts.assignee[NOBODY]);
}

const emptyWords = (text: string, { cases, waiting }: Standing): Key =>
  text ? "desk.cases.not_found" : cases + waiting > 0 ? "desk.cases.none" : "desk.cases.nothing_yet";

function onRow(row: { id: string } | undefined, then: (id: string) => void): void {
  if (row) then(row.id);
}

const top = (place: HTMLElement | null): number => (place ? place.getBoundingClientRect().top + scrollY : 0);

export const whoOf = (id: string | null, people: DeskCases["people"]): string | null =>
  id === null ? null : (people.find((one) => one.id === id)?.name ?? t("desk.cases.somebody"));

/** Moving the focus from line to line, over lines that are not in the page yet. */
function useLines(place: { current: HTMLElement | null }, total: number) {
  const waited = useRef<number | null>(null);
  const focus = (n: number): boolean => {
    const line = place.current?.querySelector<HTMLElement>(`[data-line="${n}"]`);
    line?.focus({ preventScroll: true });
    return Boolean(line);
  };
  useEffect(() => {
    if (waited.current !== null && focus(waited.current)) waited.current = null;
  });
  const current = (): number => Number((document.activeElement as HTMLElement | null)?.dataset["line"] ?? -1);
  return {
    current,
    move(by: number): void {
      const to = Math.max(0, Math.min(total - 1, (waited.current ?? current()) + by));
      const list = place.current?.querySelector(".lines");
      if (!list || total === 0) return;
      scrollToLine(list, to);
      waited.current = focus(to) ? null : to;
    },
  };
}
