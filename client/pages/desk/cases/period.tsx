/** Narrowing the list down by when cases came: this week or month, so many days ago, or between two days. */
import { useState } from "preact/hooks";
import type { Counts, Filters } from "../../../shared/cards/query.ts";
import { t } from "../../../shared/i18n/index.ts";

/** Days are counted back from today, both ends included. */
type Span = Pick<Filters, "period" | "within" | "before">;

const SPANS: readonly Span[] = [{ period: "week" }, { period: "month" }, { within: 7 }, { within: 30 }, { before: 31 }, { before: 91 }, { before: 366 }];
const keyOf = ({ period, within, before }: Span): string => period ?? `${before ?? ""}-${within ?? ""}`;
const ANY = keyOf({});
const OWN = "own";

function spanWords({ period, within, before }: Span, counts: Counts | null): string {
  if (period) return `${t(`desk.cases.period.${period}`)} (${(counts?.period[period] ?? 0).toLocaleString(__LANG__)})`;
  if (within === undefined) return t("desk.cases.age.before", { n: (before ?? 0) - 1 });
  return before ? t("desk.cases.age.span", { from: before, to: within }) : t("desk.cases.age.within", { n: within });
}

interface Props {
  filters: Filters;
  counts: Counts | null;
  onFilters: (filters: Filters) => void;
}

export function PeriodFilter({ filters, counts, onFilters }: Props) {
  const { period, within, before, from, to, ...rest } = filters;
  const [own, setOwn] = useState(false);
  const between = own || from !== undefined || to !== undefined;
  const now: Span = { ...(period && { period }), ...(within !== undefined && { within }), ...(before !== undefined && { before }) };
  // The figures link to spans of their own.
  const strange = keyOf(now) !== ANY && !SPANS.some((span) => keyOf(span) === keyOf(now));
  const all = strange ? [...SPANS, now] : SPANS;
  const choose = (key: string): void => {
    setOwn(key === OWN);
    onFilters({ ...rest, ...all.find((span) => keyOf(span) === key) });
  };
  return (
    <div class="period">
      <label class="field">
        <span class="sr-only">{t("desk.cases.age")}</span>
        <select name="by-age" value={between ? OWN : keyOf(now)} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          <option value={ANY}>{t("desk.cases.period.all")}</option>
          {all.map((span) => <option key={keyOf(span)} value={keyOf(span)}>{spanWords(span, counts)}</option>)}
          <option value={OWN}>{t("desk.cases.period.own")}</option>
        </select>
      </label>
      {between && <Between from={from} to={to} onDays={(days) => onFilters({ ...rest, ...days })} />}
    </div>
  );
}

interface BetweenProps {
  from: string | undefined;
  to: string | undefined;
  onDays: (days: Pick<Filters, "from" | "to">) => void;
}

function Between({ from, to, onDays }: BetweenProps) {
  const day = (name: "from" | "to", value: string | undefined) => (
    <label class="field">
      <span>{t(`desk.cases.period.${name}`)}</span>
      <input
        type="date"
        name={name}
        value={value ?? ""}
        onChange={({ currentTarget }) => onDays({ ...(from && { from }), ...(to && { to }), [name]: currentTarget.value || undefined })}
      />
    </label>
  );
  return (
    <div class="period__days">
      {day("from", from)}
      {day("to", to)}
    </div>
  );
}
