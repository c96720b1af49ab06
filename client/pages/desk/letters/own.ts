/** The desk's own templates, out of the sealed list and back into it. */
import { useEffect, useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import { beginAnew, type Kept, keepList, loadList } from "../sealed_list.ts";
import { type Task, useTask } from "../use_task.ts";
import { OWN, type Own, type Store } from "./templates.ts";

export const storeOf = (cards: Cards): Store => ({
  load: () => loadList(cards, OWN),
  keep: (kept, all) => keepList(cards, OWN, kept, all),
});

export const ownAnew = (cards: Cards): Promise<Kept<Own>> => beginAnew(cards, OWN);

interface Owned {
  /** Null until the list is here. */
  kept: Kept<Own> | null;
  setKept(kept: Kept<Own>): void;
  task: Task;
}

export function useOwn(cards: Cards, onEnded: () => void): Owned {
  const [kept, setKept] = useState<Kept<Own> | null>(null);
  const task = useTask(onEnded);
  useEffect(() => task.run(async () => setKept(await storeOf(cards).load())), [cards]);
  return { kept, setKept, task };
}
