/**
 * Pictures that were covered here and wait to go with a letter: in memory alone, and gone when the
 * desk is locked.
 */
import { useEffect, useState } from "preact/hooks";

let waiting: readonly Blob[] = [];
const watchers = new Set<() => void>();

function set(next: readonly Blob[]): void {
  waiting = next;
  for (const tell of watchers) tell();
}

export const putOnShelf = (picture: Blob): void => set([...waiting, picture]);
export const clearShelf = (): void => set([]);

/** What waits; whoever uses it takes it off. */
export function useShelf(): readonly Blob[] {
  const [, redraw] = useState(0);
  useEffect(() => {
    const tell = (): void => redraw((n) => n + 1);
    watchers.add(tell);
    return () => void watchers.delete(tell);
  }, []);
  return waiting;
}
