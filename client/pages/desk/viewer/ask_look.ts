/**
 * Asks a worker to look into one file, one at a time and each in a worker of its own: a file that is
 * made to harm takes its worker down, or its time, and no more.
 */
import type { LookAnswer, LookTask } from "../../../look_worker.ts";
import { scriptUrl } from "../../../shared/trusted/index.ts";

const LIMIT_MS = 30_000;

let turn: Promise<unknown> = Promise.resolve();

/** Never rejects. `stop` ends the worker, or the waiting for one's turn, and gives `timeout`. */
export function askLook(task: LookTask, stop: AbortSignal): Promise<LookAnswer> {
  const mine = turn.then(() => run(task, stop));
  turn = mine;
  return mine;
}

function run(task: LookTask, stop: AbortSignal): Promise<LookAnswer> {
  if (stop.aborted) return Promise.resolve({ code: "timeout" });
  return new Promise((resolve) => {
    const worker = new Worker(scriptUrl("clean_look"));
    const end = (answer: LookAnswer): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(end, LIMIT_MS, { code: "timeout" });
    stop.addEventListener("abort", () => end({ code: "timeout" }));
    worker.onerror = () => end({ code: "out_of_memory" });
    worker.onmessage = ({ data }: MessageEvent<LookAnswer>) => end(data);
    worker.postMessage(task);
  });
}
