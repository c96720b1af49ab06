/** The table of cases, without anything that somebody wrote about what happened. */
import type { Query, Row } from "../../../shared/cards/book.ts";
import type { Referral } from "../../../shared/cards/card.ts";
import type { Cards } from "../../../shared/cards/cards.ts";
import { CATEGORIES } from "../../../shared/crypto/packet.ts";
import type { Bytes } from "../../../shared/crypto/bytes.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import { caseNumber } from "../../../shared/export/case_number.ts";
import { csv } from "../../../shared/export/csv.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { Wanted } from "../cases/use_answer.ts";

/** No text, names or labels: what is left tells how the work goes, and about whom nothing. */
export const COLUMNS = ["number", "state", "kind", "province", "came", "changed", "risk", "agency", "reference", "referred"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Table {
  bytes: Bytes;
  rows: number;
}

const AT_ONCE = 1_000;
/** What only the cards themselves say. */
const REFERRED: readonly Column[] = ["agency", "reference", "referred"];

/** `ids`: the cases to tell of; none for all that the list shows. */
export async function makeTable(cards: Cards, wanted: Wanted, ids: readonly string[], columns: readonly Column[]): Promise<Table> {
  const rows: string[][] = [];
  for await (const some of pages(cards, wanted, ids)) {
    const deep = columns.some((one) => REFERRED.includes(one));
    const referrals = deep ? await cards.ask("referrals", some.map(({ id }) => id)) : [];
    rows.push(...some.map((row, n) => columns.map((column) => words(column, row, referrals[n] ?? null))));
  }
  return { bytes: csv(columns.map((column) => t(`desk.export.column.${column}`)), rows), rows: rows.length };
}

async function* pages(cards: Cards, wanted: Wanted, ids: readonly string[]): AsyncGenerator<Row[]> {
  const mine = new Set(ids);
  const all = mine.size ? { ...wanted, text: "", filters: {} } : wanted;
  for (let offset = 0; ; offset += AT_ONCE) {
    const query: Query = { ...all, offset, limit: AT_ONCE, today: localDay() };
    const { rows, total } = await cards.ask("query", query);
    yield mine.size ? rows.filter(({ id }) => mine.has(id)) : rows;
    if (offset + AT_ONCE >= total) return;
  }
}

function words(column: Column, row: Row, referral: Referral | null): string {
  switch (column) {
    case "number": return caseNumber(row.id);
    case "state": return t(`state.${row.state}`);
    case "kind": return CATEGORIES.includes(row.kind as "other") ? t(`kind.${row.kind as "other"}`) : "";
    case "province": return row.province;
    case "came": return row.day;
    case "changed": return row.changed;
    case "risk": return row.risk ? t(`desk.risk.${row.risk}`) : "";
    case "agency": return referral?.agency ?? "";
    case "reference": return referral?.reference ?? "";
    case "referred": return referral?.day ?? "";
  }
}
