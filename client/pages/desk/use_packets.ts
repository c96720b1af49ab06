/** The desk's list of packets as far as it was fetched. */
import { useEffect, useRef, useState } from "preact/hooks";
import * as api from "./api.ts";
import { type Task, useTask } from "./use_task.ts";

export interface PacketList {
  /** Null until the first answer. */
  rows: api.PacketRow[] | null;
  more: boolean;
  task: Task;
  refresh(): void;
  older(): void;
  markRead(id: string): Promise<void>;
  /** How many were found to be covers, which are no longer among the rows. */
  covers: number;
  /** There was nothing in it: read, and out of the way. */
  dropCover(id: string): Promise<void>;
}

/** `empty`: packets that are known to be covers from their cases. */
export function usePackets(empty: ReadonlySet<string>, onEnded: () => void): PacketList {
  const [rows, setRows] = useState<api.PacketRow[] | null>(null);
  const [covers, setCovers] = useState<ReadonlySet<string>>(new Set());
  const [next, setNext] = useState<string | null>(null);
  const task = useTask(onEnded);

  // Who asks while an answer is under way may know of a packet that is not in it.
  const asked = useRef(0);
  const fetchFrom = (after: string | null): void =>
    task.run(async () => {
      let now: number;
      do {
        now = asked.current;
        const page = await api.packets(after);
        setRows((seen) => (after === null ? page.packets : [...(seen ?? []), ...page.packets]));
        setNext(page.next);
      } while (after === null && now !== asked.current);
    });

  function refresh(): void {
    asked.current++;
    fetchFrom(null);
  }

  async function markRead(id: string): Promise<void> {
    await api.markRead(id);
    setRows((seen) => seen && seen.map((row) => (row.id === id ? { ...row, read: true } : row)));
  }

  async function dropCover(id: string): Promise<void> {
    setCovers((known) => new Set(known).add(id));
    await markRead(id);
  }

  useEffect(() => fetchFrom(null), []);
  const isCover = ({ id }: api.PacketRow): boolean => covers.has(id) || empty.has(id);
  return {
    rows: rows && rows.filter((row) => !isCover(row)),
    covers: rows ? rows.filter(isCover).length : 0,
    dropCover,
    more: next !== null,
    task,
    refresh,
    older: () => fetchFrom(next),
    markRead,
  };
}
