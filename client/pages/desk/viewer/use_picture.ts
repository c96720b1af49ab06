/** The pixels of a picture for as long as they are on screen, decoded elsewhere. */
import { useEffect, useState } from "preact/hooks";
import type { LookAnswer } from "../../../look_worker.ts";
import { askLook } from "./ask_look.ts";

/** What came of looking; null until then. The pixels are let go of when nobody shows them any more. */
export function usePicture(bytes: Uint8Array, longest: number): LookAnswer | null {
  const [answer, setAnswer] = useState<LookAnswer | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let mine: LookAnswer | null = null;
    setAnswer(null);
    void askLook({ what: "picture", bytes, longest }, stop.signal).then((came) => {
      mine = came;
      if (stop.signal.aborted) letGo(came);
      else setAnswer(came);
    });
    return () => {
      stop.abort();
      if (mine) letGo(mine);
    };
  }, [bytes, longest]);
  return answer;
}

function letGo(answer: LookAnswer): void {
  if ("seen" in answer) answer.seen.bitmap.close();
}
