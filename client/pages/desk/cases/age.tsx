/** Narrowing the list down by how long ago cases came. */
import type { Filters } from "../../../shared/cards/query.ts";
import { t } from "../../../shared/i18n/index.ts";

/** In days, both ends included. */
type Span = Pick<Filters, "within" | "before">;

const SPANS: readonly Span[] = [{ within: 7 }, { within: 30 }, { before: 31 }, { before: 91 }, { before: 366 }];
const keyOf = ({ within, before }: Span): string => `${before ?? ""}-${within ?? ""}`;
const ANY = keyOf({});

function spanWords({ within, before }: Span): string {
  if (within === undefined) return t("desk.cases.age.before", { n: (before ?? 0) - 1 });
  return before ? t("desk.cases.age.span", { from: before, to: within }) : t("desk.cases.age.within", { n: within });
}

export function AgeFilter({ filters, onFilters }: { filters: Filters; onFilters: (filters: Filters) => void }) {
  const { within, before, ...rest } = filters;
  const now: Span = { ...(within !== undefined && { within }), ...(before !== undefined && { before }) };
  // The figures link to spans of their own.
  const strange = keyOf(now) !== ANY && !SPANS.some((span) => keyOf(span) === keyOf(now));
  const all = strange ? [...SPANS, now] : SPANS;
  return (
    <label class="field">
      <span>{t("desk.cases.age")}</span>
      <select name="by-age" value={keyOf(now)} onChange={(event) => onFilters({ ...rest, ...all.find((span) => keyOf(span) === event.currentTarget.value) })}>
        <option value={ANY}>{t("desk.cases.any")}</option>
        {all.map((span) => <option key={keyOf(span)} value={keyOf(span)}>{spanWords(span)}</option>)}
      </select>
    </label>
  );
}
