/** A table for spreadsheets: which columns, and of which cases. */
import { useState } from "preact/hooks";
import { localDay } from "../../../shared/crypto/day.ts";
import { t } from "../../../shared/i18n/index.ts";
import type { Wanted } from "../cases/use_answer.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import { Trouble } from "../frame.tsx";
import { save } from "../save.ts";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import { exportTable } from "./api.ts";
import { type Column, COLUMNS, makeTable } from "./table.ts";

interface Props {
  cases: DeskCases;
  ids: readonly string[];
  wanted: Wanted;
  onEnded: () => void;
}

export function TableForm({ cases: { cards }, ids, wanted, onEnded }: Props) {
  const task = useTask(onEnded);
  const [columns, setColumns] = useState<readonly Column[]>(COLUMNS);
  const [rows, setRows] = useState<number | null>(null);
  const make = (event: Event): void => {
    event.preventDefault();
    task.run(async () => {
      const table = await makeTable(cards, wanted, ids, columns);
      await exportTable(table.rows);
      save(table.bytes, `cases-${localDay()}.csv`);
      setRows(table.rows);
    });
  };
  const turn = (column: Column, on: boolean): void => setColumns(COLUMNS.filter((one) => (one === column ? on : columns.includes(one))));
  return (
    <form class="card" method="dialog" aria-labelledby="table" data-table-rows={rows} onSubmit={make}>
      <h2 id="table">{t("desk.export.table")}</h2>
      <p class="soft">{t(ids.length ? "desk.export.table_picked" : "desk.export.table_listed")}</p>
      <details>
        <summary>{t("desk.export.columns", { n: columns.length })}</summary>
        {COLUMNS.map((column) => (
          <label class="tick" key={column}>
            <input type="checkbox" name="column" value={column} checked={columns.includes(column)} onChange={({ currentTarget }) => turn(column, currentTarget.checked)} />
            {t(`desk.export.column.${column}`)}
          </label>
        ))}
      </details>
      <Trouble words={task.failed && errorWords(task.failed)} />
      <button class="button" type="submit" data-action="make-table" disabled={task.busy || columns.length === 0}>{t("desk.export.table_make")}</button>
      <div role="status">{rows !== null && <p class="notice notice--ok">{t("desk.export.table_made", { n: rows })}</p>}</div>
    </form>
  );
}
