/**
 * The worker that cleans one file and answers once: see `client/shared/cleaning`. Where workers
 * have no canvas, the page loads this script into itself and calls `cleanHere`.
 */
import { fillIn } from "./old_canvas.ts";
import { clean } from "./shared/cleaning/clean.ts";
import { type Answer, CleaningError } from "./shared/cleaning/types.ts";

/** What fails by itself is memory: canvases say it in many ways; but a file may have gone. */
function reason(error: Error): Answer {
  if (error instanceof CleaningError) return { code: error.code };
  return { code: error.name === "NotReadableError" ? "broken" : "out_of_memory" };
}

const answer = (file: Blob): Promise<Answer> =>
  clean(file).then((result) => ({ result }), reason);

if (typeof document === "undefined") {
  self.onmessage = async ({ data }: MessageEvent<Blob>) => self.postMessage(await answer(data));
} else {
  fillIn();
  Object.assign(globalThis, { cleanHere: answer });
}
