/** Cases by what they have in common: a line each, with a bar, what is overdue and how long it took. */
import { t } from "../../../shared/i18n/index.ts";
import { count, days } from "./words.ts";

export interface Line {
  key: string;
  name: string;
  cases: number;
  overdue: number;
  /** Days; undefined where the table has no such column. */
  median?: number | null;
  /** Opens the list with these cases; absent where the list cannot be asked for them. */
  onList?: (() => void) | undefined;
  onOverdue?: (() => void) | undefined;
}

interface Props {
  /** Of the table, as its caption. */
  title: string;
  first: string;
  /** What the days are; absent where there are none. */
  time?: string;
  lines: readonly Line[];
}

export function Groups({ title, first, time, lines }: Props) {
  const most = Math.max(1, ...lines.map(({ cases }) => cases));
  if (lines.length === 0) return <p class="soft">{t("desk.figures.none")}</p>;
  return (
    <table class="figures">
      <caption class="sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{t("desk.figures.cases")}</th>
          <th scope="col">{t("desk.cases.overdue")}</th>
          {time && <th scope="col">{time}</th>}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, name, cases, overdue, median, onList, onOverdue }) => (
          <tr key={key} data-group={key}>
            <th scope="row">
              <span>{name}</span>
              <Bar part={cases / most} late={overdue / most} />
            </th>
            <td data-cases={cases}>{linked(count(cases), cases > 0 ? onList : undefined, "list", name)}</td>
            <td class={overdue ? "late" : undefined} data-overdue={overdue}>
              {linked(overdue ? count(overdue) : "–", overdue ? onOverdue : undefined, "overdue", name)}
            </td>
            {time && <td data-median={median ?? ""}>{days(median ?? null)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function linked(words: string, go: (() => void) | undefined, action: string, name: string) {
  if (!go) return words;
  return <button class="button button--quiet number" type="button" data-go={action} aria-label={t("desk.figures.show_these", { name, n: words })} onClick={go}>{words}</button>;
}

/** How many, against the most of all; the overdue among them in the colour of danger. */
function Bar({ part, late }: { part: number; late: number }) {
  return (
    <svg class="measure" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="measure__all" width={100 * part} height="4" />
      <rect class="measure__late" width={100 * late} height="4" />
    </svg>
  );
}
