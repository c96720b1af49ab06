/** What this desk wrote to a mailbox, opened on this device from the desk's own copies. */
import { useEffect, useState } from "preact/hooks";
import { type OpenedLetter, openLetter } from "../../../shared/crypto/letter.ts";
import { openWithAny } from "../use_opened.ts";
import { type Task, useTask } from "../use_task.ts";
import * as api from "./api.ts";

/** Null: this copy did not open. */
export type Copies = ReadonlyMap<number, OpenedLetter | null>;

export interface Letters {
  /** Null until the first answer. */
  known: api.Known | null;
  copies: Copies;
  task: Task;
  reload(): void;
}

export function useLetters(mailbox: string, identities: string[], onEnded: () => void): Letters {
  const [known, setKnown] = useState<api.Known | null>(null);
  const [copies, setCopies] = useState<Copies>(new Map());
  const task = useTask(onEnded);

  const open = async (number: number): Promise<OpenedLetter | null> => {
    const sealed = await api.copy(mailbox, number);
    return openWithAny(identities, (identity) => openLetter(identity, sealed, mailbox)).catch(() => null);
  };

  const reload = (): void =>
    task.run(async () => {
      const now = await api.known(mailbox);
      const all = new Map(copies);
      for (const { number } of now.copies) {
        if (!all.get(number)) all.set(number, await open(number));
      }
      setCopies(all);
      setKnown(now);
    });

  useEffect(reload, [mailbox]);
  return { known, copies, task, reload };
}
