/** The worker's count of the period on screen; the one before stays until the next is there. */
import { useEffect, useState } from "preact/hooks";
import type { Figures } from "../../../shared/cards/figures.ts";
import type { Filters } from "../../../shared/cards/query.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import type { DeskCases } from "../cases/use_cards.ts";

export interface Counted extends Figures {
  within: number | undefined;
  today: string;
}

/** `within`: days; undefined for all there ever were. */
export function useFigures({ cards, standing, revision }: DeskCases, within: number | undefined): Counted | null {
  const [counted, setCounted] = useState<Counted | null>(null);
  const loaded = standing?.loaded === true;
  useEffect(() => {
    // While the cache is read there is more with every moment; what is half is no figure.
    if (!loaded) return undefined;
    let stillWanted = true;
    const today = localDay();
    const filters: Filters = within === undefined ? {} : { within };
    cards.ask("figures", { filters, today }).then(
      (figures) => stillWanted && setCounted({ ...figures, within, today }),
      // Locked in the meantime.
      () => undefined,
    );
    return () => {
      stillWanted = false;
    };
  }, [loaded, within, revision]);
  return counted;
}
