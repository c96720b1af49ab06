/** How the desk stands: all of it counted in this browser, from cards that the server cannot read. */
import { useState } from "preact/hooks";
import type { Age, Group } from "../../../shared/cards/figures.ts";
import type { Filters } from "../../../shared/cards/query.ts";
import type { State } from "../../../shared/crypto/states.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import { kindWords } from "../cases/case_line.tsx";
import { Title } from "../frame.tsx";
import type { PageProps } from "../menu.tsx";
import { Columns } from "./columns.tsx";
import { Groups, type Line } from "./groups.tsx";
import { TileMap } from "./tile_map.tsx";
import { type Counted, useFigures } from "./use_figures.ts";
import { count, days } from "./words.ts";

const PERIODS = [29, 89, 364] as const;
/** Agencies are written by hand: beyond some they are misspellings of each other. */
const MOST_AGENCIES = 15;

export function FiguresPage({ desk, cases, onList }: PageProps) {
  const [within, setWithin] = useState<number | undefined>(undefined);
  const counted = useFigures(cases, within);
  return (
    <section class="stack figures-page" data-figures={counted?.cases} data-within={counted ? (counted.within ?? "all") : undefined}>
      <div>
        <p class="soft">{desk.account.desk.name[__LANG__]}</p>
        <Title>{t("desk.figures.title")}</Title>
        {counted && <p class="printed">{periodWords(counted.within)} · {t("desk.figures.as_of", { day: dayWords(counted.today) })}</p>}
      </div>
      <div class="row unprinted">
        <label class="field grow">
          <span>{t("desk.figures.period")}</span>
          <select name="period" value={within ?? ""} onChange={(event) => setWithin(Number(event.currentTarget.value) || undefined)}>
            <option value="">{periodWords(undefined)}</option>
            {PERIODS.map((days) => <option key={days} value={days}>{periodWords(days)}</option>)}
          </select>
        </label>
        <button class="button lower" type="button" data-action="print" disabled={!counted} onClick={() => print()}>{t("desk.figures.print")}</button>
      </div>
      {!counted && <p role="status">{t(cases.failed === "offline" ? "desk.cases.offline" : "desk.cases.loading")}</p>}
      {counted && <Shown counted={counted} onList={(filters) => onList(counted.within === undefined ? filters : { within: counted.within, ...filters })} />}
    </section>
  );
}

function periodWords(within: number | undefined): string {
  if (within === undefined) return t("desk.figures.ever");
  return within === 364 ? t("desk.figures.year") : t("desk.figures.days", { n: within + 1 });
}

type Shows = (filters: Filters) => void;

function Shown({ counted, onList }: { counted: Counted; onList: Shows }) {
  const { cases, open, overdue, medianAge, arrivals } = counted;
  return (
    <>
      <div class="totals">
        <Total at="overdue" late={overdue > 0} number={overdue} words={t("desk.cases.queue.overdue")} onShow={() => onList({ queue: "overdue" })} />
        <Total at="open" number={open} words={t("desk.cases.queue.open")} onShow={() => onList({ queue: "open" })} />
        <Total at="cases" number={cases} words={t("desk.figures.all")} onShow={() => onList({})} />
      </div>
      <section class="card" aria-labelledby="figures-came">
        <h2 id="figures-came">{t("desk.figures.arrivals")}</h2>
        <Columns arrivals={arrivals} />
      </section>
      <section class="card" aria-labelledby="figures-ages">
        <h2 id="figures-ages">{t("desk.figures.ages")}</h2>
        {medianAge !== null && <p class="soft">{t("desk.figures.median_age", { n: days(medianAge) })}</p>}
        <Groups title={t("desk.figures.ages")} first={t("desk.figures.age")} lines={counted.ages.map((age) => ageLine(age, onList, counted.within))} />
      </section>
      <section class="card" aria-labelledby="figures-states">
        <h2 id="figures-states">{t("desk.figures.states")}</h2>
        <p class="soft">{t("desk.figures.median_note")}</p>
        <Groups title={t("desk.figures.states")} first={t("desk.cases.state")} time={t("desk.figures.days_spent")} lines={stateLines(counted.states, onList)} />
      </section>
      <section class="card" aria-labelledby="figures-agencies">
        <h2 id="figures-agencies">{t("desk.figures.agencies")}</h2>
        <Groups title={t("desk.figures.agencies")} first={t("desk.figures.agency")} time={t("desk.figures.days_spent")} lines={counted.agencies.slice(0, MOST_AGENCIES).map((group) => lineOf(group, group.name))} />
        {counted.agencies.length > MOST_AGENCIES && <p class="soft">{t("desk.figures.agencies_more", { n: count(counted.agencies.length - MOST_AGENCIES) })}</p>}
      </section>
      <section class="card" aria-labelledby="figures-kinds">
        <h2 id="figures-kinds">{t("desk.figures.kinds")}</h2>
        <Groups
          title={t("desk.figures.kinds")} first={t("desk.packet.category")} time={t("desk.figures.days_to_end")}
          lines={counted.kinds.map((group) => lineOf(group, kindWords(group.name) || t("desk.figures.untold"), onList, { kind: [group.name] }))}
        />
      </section>
      <section class="card" aria-labelledby="figures-provinces">
        <h2 id="figures-provinces">{t("desk.figures.provinces")}</h2>
        <TileMap provinces={counted.provinces} onList={(province) => onList({ province: [province] })} />
        <details class="unprinted">
          <summary>{t("desk.figures.as_table")}</summary>
          <Groups
            title={t("desk.figures.provinces")} first={t("desk.cases.province")} time={t("desk.figures.days_to_end")}
            lines={counted.provinces.map((group) => lineOf(group, group.name || t("desk.figures.untold"), group.name ? onList : undefined, { province: [group.name] }))}
          />
        </details>
      </section>
    </>
  );
}

function Total({ at, number, words, late = false, onShow }: { at: string; number: number; words: string; late?: boolean; onShow: () => void }) {
  return (
    <button class={late ? "button total total--late" : "button total"} type="button" data-total={at} data-number={number} onClick={onShow}>
      <span class="total__number">{count(number)}</span>
      <span>{words}</span>
    </button>
  );
}

function lineOf({ name: key, cases, overdue, median }: Group, name: string, onList?: Shows, filters: Filters = {}): Line {
  const go = (more: Filters) => (onList ? () => onList({ ...filters, ...more }) : undefined);
  return { key, name, cases, overdue, median, onList: go({}), onOverdue: go({ queue: "overdue" }) };
}

/** Those in which there is, or was, something. */
const stateLines = (groups: readonly Group[], onList: Shows): Line[] =>
  groups.filter(({ cases, done }) => cases || done).map((group) => lineOf(group, t(`state.${group.name as State}`), onList, { state: [group.name as State] }));

function ageLine({ from, to, cases, overdue }: Age, onList: Shows, within: number | undefined): Line {
  const name = to === null ? t("desk.figures.age_over", { n: from - 1 }) : t("desk.figures.age_between", { from, to });
  // The list knows one limit on either side: the nearer one holds.
  const limits: Filters = { ...(from ? { before: from } : {}), ...(to === null ? {} : { within: Math.min(to, within ?? to) }) };
  const go = (queue: "open" | "overdue") => () => onList({ queue, ...limits });
  return { key: String(from), name, cases, overdue, onList: go("open"), onOverdue: go("overdue") };
}
