/** The worker's answer to the query on screen; the one before stays until the next is there. */
import { useEffect, useState } from "preact/hooks";
import type { Answer, Query } from "../../../shared/cards/book.ts";
import type { Counts } from "../../../shared/cards/query.ts";
import type { Cards } from "../../../shared/cards/cards.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import type { Window } from "./virtual_list.tsx";

export type Wanted = Pick<Query, "text" | "filters" | "sort">;

export interface Shown extends Answer {
  offset: number;
  /** What was asked: the answer may be to the query before. */
  text: string;
}

export function useAnswer(cards: Cards, wanted: Wanted, { from, to }: Window, revision: number): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let stillWanted = true;
    const start = performance.now();
    const query: Query = { ...wanted, offset: from, limit: to - from, today: localDay() };
    cards.ask("query", query).then(
      (answer) => {
        if (!stillWanted) return;
        performance.measure("hinghoi:query", { start, end: performance.now(), detail: wanted.text });
        if (answer.rows.length) markOnce("hinghoi:lines");
        setShown({ ...answer, offset: from, text: wanted.text });
      },
      // Locked in the meantime, or the worker died: the list stays as it is.
      () => undefined,
    );
    return () => {
      stillWanted = false;
    };
  }, [wanted, from, to, revision]);
  return shown;
}

/** Beside each filter, a moment after the lines; those before stay until then. */
export function useCounts(cards: Cards, wanted: Wanted, revision: number): Counts | null {
  const [counts, setCounts] = useState<Counts | null>(null);
  useEffect(() => {
    let stillWanted = true;
    cards.ask("counts", { ...wanted, today: localDay() }).then(
      (answer) => stillWanted && setCounts(answer),
      () => undefined,
    );
    return () => {
      stillWanted = false;
    };
  }, [wanted, revision]);
  return counts;
}

/** For whoever measures how long people wait: `bench/desk.py`. */
function markOnce(name: string): void {
  if (performance.getEntriesByName(name).length === 0) performance.mark(name);
}
