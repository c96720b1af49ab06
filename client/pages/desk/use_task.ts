/** One piece of work at a time behind a button: whether it runs, how far it is, how it failed. */
import { useState } from "preact/hooks";
import { codeOf } from "./words.ts";

export interface Task {
  busy: boolean;
  /** 0 to 100 while keys are worked out, else null. */
  percent: number | null;
  /** The stable code of what went wrong last, or null. */
  failed: string | null;
  run(work: (onProgress: (part: number) => void) => Promise<void>): void;
}

/** `onEnded` is told instead when the server says that nobody is signed in any more. */
export function useTask(onEnded?: () => void): Task {
  const [busy, setBusy] = useState(false);
  const [percent, setPercent] = useState<number | null>(null);
  const [failed, setFailed] = useState<string | null>(null);

  function settle(error: unknown): void {
    const code = codeOf(error);
    if (code === "sign_in_required" && onEnded) onEnded();
    else setFailed(code);
  }

  function run(work: (onProgress: (part: number) => void) => Promise<void>): void {
    if (busy) return;
    setBusy(true);
    setFailed(null);
    work((part) => setPercent(Math.floor(part * 100)))
      .catch(settle)
      .finally(() => {
        setBusy(false);
        setPercent(null);
      });
  }

  return { busy, percent, failed, run };
}
