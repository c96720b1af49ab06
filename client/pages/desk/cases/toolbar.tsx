/** Above the list: search, whose work it is, what else narrows it down, and in which order. */
import type { Cards } from "../../../shared/cards/cards.ts";
import { type Sort, SORTS } from "../../../shared/cards/orders.ts";
import type { Counted, Counts, Filters } from "../../../shared/cards/query.ts";
import { CATEGORIES } from "../../../shared/crypto/packet.ts";
import { STATES } from "../../../shared/crypto/states.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";
import type { Person } from "./api.ts";
import type { Wanted } from "./use_answer.ts";
import { PeriodFilter } from "./period.tsx";
import { Views } from "./views.tsx";

interface Props {
  cards: Cards;
  wanted: Wanted;
  counts: Counts | null;
  me: string;
  people: readonly Person[];
  onWant: (wanted: Wanted) => void;
}

/** Whose work: each is a set of filters that somebody wants many times a day. */
export const QUEUES = ["open", "mine", "free", "overdue", "ended"] as const;
export type Queue = (typeof QUEUES)[number];

export function filtersOf(queue: Queue, me: string): Filters {
  if (queue === "mine") return { queue: "open", assignee: [me] };
  if (queue === "free") return { queue: "open", assignee: [""] };
  return { queue };
}

export function queueOf({ queue, assignee }: Filters, me: string): Queue | null {
  if (queue !== "open") return queue ?? null;
  if (!assignee?.length) return "open";
  return assignee[0] === me ? "mine" : assignee[0] === "" ? "free" : null;
}

/** How many cases a queue would show; null where the counts were made under other filters. */
function countOf(queue: Queue, { wanted: { filters }, counts, me }: Props): number | null {
  if (!counts || filters.assignee?.length) return null;
  if (queue === "mine" || queue === "free") return filters.queue === "open" ? (counts.assignee[queue === "mine" ? me : ""] ?? 0) : null;
  return counts.queue[queue] ?? 0;
}

export function Toolbar(props: Props) {
  const { wanted, onWant, me } = props;
  const now = queueOf(wanted.filters, me);
  return (
    <div class="stack" role="search">
      <label class="field">
        <span class="sr-only">{t("desk.cases.search")}</span>
        <input
          type="search"
          name="search"
          placeholder={t("desk.cases.search")}
          value={wanted.text}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onWant({ ...wanted, text: event.currentTarget.value })}
        />
      </label>
      <div class="queues" role="group" aria-label={t("desk.cases.queues")}>
        {QUEUES.map((queue) => (
          <button
            key={queue}
            class={queue === now ? "button button--primary queue" : "button queue"}
            type="button"
            data-queue={queue}
            aria-pressed={queue === now}
            onClick={() => onWant({ ...wanted, filters: { ...without(wanted.filters), ...filtersOf(queue, me) } })}
          >
            {t(`desk.cases.queue.${queue}`)}{countWords(countOf(queue, props))}
          </button>
        ))}
      </div>
      <PeriodFilter filters={wanted.filters} counts={props.counts} onFilters={(filters) => onWant({ ...wanted, filters })} />
      <More {...props} />
    </div>
  );
}

const countWords = (count: number | null): string => (count === null ? "" : ` (${count.toLocaleString(__LANG__)})`);

const without = ({ queue: _queue, assignee: _assignee, ...rest }: Filters): Filters => rest;

function More({ cards, wanted, counts, people, onWant }: Props) {
  const { filters, sort } = wanted;
  const used = (["state", "kind", "province", "risk", "label", "language", "watchpoint", "agency", "referred"] as const).filter((name) => filters[name]?.length).length + Number(filters.files ?? false);
  const choose = (name: Counted, value: string): void => {
    const { [name]: _before, ...rest } = filters;
    onWant({ ...wanted, filters: value === ANY ? rest : { ...rest, [name]: [value] } as Filters });
  };
  const values = (name: "province" | "label" | "watchpoint" | "language" | "agency" | "referred"): string[] =>
    [...new Set([...Object.keys(counts?.[name] ?? {}), ...(filters[name] ?? [])])].sort((a, b) => (a < b ? -1 : 1));
  const pick = (name: Counted, label: Key, all: readonly string[], words: (value: string) => string) => (
    <Pick name={name} label={label} value={(filters[name] as readonly string[] | undefined)?.[0] ?? ANY} all={all} counts={counts?.[name] ?? {}} words={words} onPick={(value) => choose(name, value)} />
  );
  return (
    <details class="narrow">
      <summary>{used ? t("desk.cases.narrowed", { n: used }) : t("desk.cases.narrow")}</summary>
      <div class="narrow__fields">
        <label class="field">
          <span>{t("desk.cases.sort")}</span>
          <select name="sort" value={sort} onChange={(event) => onWant({ ...wanted, sort: event.currentTarget.value as Sort })}>
            {SORTS.map((one) => <option key={one} value={one}>{t(`desk.cases.sort.${one}`)}</option>)}
          </select>
        </label>
        {pick("state", "desk.cases.state", STATES, (one) => t(`state.${one as (typeof STATES)[number]}`))}
        {pick("kind", "desk.packet.category", CATEGORIES, (one) => t(`kind.${one as (typeof CATEGORIES)[number]}`))}
        {pick("province", "desk.cases.province", values("province").filter(Boolean), (one) => one)}
        {pick("risk", "desk.cases.risk", ["red", "yellow", "green", "none"], (one) => t(`desk.risk.${one as "none"}`))}
        {pick("assignee", "desk.cases.assignee", people.map(({ id }) => id), (one) => people.find(({ id }) => id === one)?.name ?? one)}
        {pick("agency", "desk.packet.agency", values("agency").filter(Boolean), (one) => one)}
        {pick("referred", "desk.cases.referred", values("referred").filter(Boolean), (one) => one)}
        {pick("label", "desk.cases.label", values("label"), (one) => one)}
        {pick("watchpoint", "desk.packet.watchpoint", values("watchpoint").filter(Boolean), (one) => one)}
        {pick("language", "desk.packet.language", values("language"), (one) => one)}
        <label class="tick">
          <input type="checkbox" name="with-files" checked={filters.files === true} onChange={(event) => onWant({ ...wanted, filters: withFiles(filters, event.currentTarget.checked) })} />
          {t("desk.cases.files")}
        </label>
      </div>
      <div class="stack">
        <button class="button" type="button" onClick={() => onWant({ ...wanted, filters: { queue: "open" } })}>{t("desk.cases.widen")}</button>
        <Views cards={cards} wanted={wanted} onWant={onWant} />
      </div>
    </details>
  );
}

const ANY = "\u0000any";

function withFiles({ files: _files, ...rest }: Filters, wanted: boolean): Filters {
  return wanted ? { ...rest, files: true } : rest;
}

interface PickProps {
  name: string;
  label: Key;
  value: string;
  all: readonly string[];
  counts: Record<string, number>;
  words: (value: string) => string;
  onPick: (value: string) => void;
}

/** Values that no case has are not offered, unless one is chosen. */
function Pick({ name, label, value, all, counts, words, onPick }: PickProps) {
  const offered = all.filter((one) => counts[one] || one === value);
  if (offered.length === 0) return null;
  return (
    <label class="field">
      <span>{t(label)}</span>
      <select name={`by-${name}`} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value={ANY}>{t("desk.cases.any")}</option>
        {offered.map((one) => <option key={one} value={one}>{words(one)} ({counts[one] ?? 0})</option>)}
      </select>
    </label>
  );
}
