/**
 * The page's side of cleaning: one file at a time, each in a worker of its own, so that a file
 * made to harm breaks only its own attachment and two photos never fill a small phone's memory.
 */
import { scriptUrl } from "../trusted/index.ts";
import { type Answer, CleaningError, type CleanResult, type Code } from "./types.ts";

export { CleaningError, type CleanResult, type Code };

const LIMIT_MS = 60_000;
let queue: Promise<unknown> = Promise.resolve();

/** Cleans one picked file. Throws {@link CleaningError} with its `code`; never anything else. */
export function cleanFile(file: Blob): Promise<CleanResult> {
  const turn = queue.then(() => inWorker(file));
  queue = turn.catch(() => undefined);
  return turn;
}

function inWorker(file: Blob): Promise<CleanResult> {
  const worker = new Worker(scriptUrl("clean.js"));
  const answer = new Promise<CleanResult>((resolve, reject) => {
    const fail = (code: Code) => reject(new CleaningError(code));
    const timer = setTimeout(fail, LIMIT_MS, "timeout");
    worker.onerror = () => fail("not_clean");
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      clearTimeout(timer);
      if ("result" in data) resolve(data.result);
      else fail(data.code);
    };
    worker.postMessage(file);
  });
  return answer.finally(() => worker.terminate());
}
