/**
 * The page's side of cleaning: one file at a time, each in a worker of its own, so that a file
 * made to harm breaks only its own attachment and two photos never fill a small phone's memory.
 */
import { scriptUrl } from "../trusted/index.ts";
import { type Answer, CleaningError, type CleanResult, type Code } from "./types.ts";

export { CleaningError, type CleanResult, type Code };

const LIMIT_MS = 60_000;
const page = globalThis as {
  OffscreenCanvas?: unknown;
  cleanHere?: (file: Blob) => Promise<Answer>;
};
let queue: Promise<unknown> = Promise.resolve();

/** Cleans one picked file. Throws {@link CleaningError} with its `code`; never anything else. */
export function cleanFile(file: Blob): Promise<CleanResult> {
  const turn = queue.then(async () => {
    const answer = await (page.cleanHere || !page.OffscreenCanvas ? onPage : inWorker)(file);
    if ("code" in answer) throw new CleaningError(answer.code);
    return answer.result;
  });
  queue = turn.catch(() => undefined);
  return turn;
}

async function inWorker(file: Blob): Promise<Answer> {
  const worker = new Worker(scriptUrl("clean.js"));
  try {
    return await new Promise<Answer>((resolve) => {
      setTimeout(resolve, LIMIT_MS, { code: "timeout" });
      worker.onerror = () => resolve({ code: "not_clean" });
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.postMessage(file);
    });
  } finally {
    worker.terminate();
  }
}

/** Where workers have no canvas: the worker's script in the page itself. */
async function onPage(file: Blob): Promise<Answer> {
  if (!page.cleanHere) await import(scriptUrl("clean.js")).catch(() => undefined);
  return page.cleanHere ? page.cleanHere(file) : { code: "not_clean" };
}
