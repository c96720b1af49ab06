/** The desk's log on the wire: docs/formats/desk-keys.md §5. */
import type { LogEvent } from "../../../shared/desk_log/chain.ts";
import { ask } from "../api.ts";

export interface LogPage {
  /** The newest first. */
  events: LogEvent[];
  /** Asks for those before; null when there are none. */
  next: number | null;
  /** The signed end of the desk's log; null while it is empty. */
  desk_head: string | null;
}

export async function logPage(before: number | null): Promise<LogPage> {
  const query = before === null ? "" : `?${new URLSearchParams({ before: String(before) })}`;
  return (await ask(`log${query}`)).json();
}

/** All of it, the oldest first, and the head as it was when the first page came. */
export async function wholeLog(onCount: (count: number, of: number) => void): Promise<{ events: LogEvent[]; head: string | null }> {
  const first = await logPage(null);
  const pages = [first.events];
  const all = first.events[0]?.number ?? 0;
  for (let next = first.next; next !== null; ) {
    const page = await logPage(next);
    pages.push(page.events);
    next = page.next;
    onCount(all - (next ?? 1), all);
  }
  return { events: pages.flat().reverse(), head: first.desk_head };
}
