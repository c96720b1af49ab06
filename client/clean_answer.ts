/**
 * What every worker that cleans has in common: one message `{file, mode}` in, one Answer out.
 * Where workers lack what cleaning needs, the page loads the script and calls `cleanHere`.
 */
import { type Answer, CleaningError, type CleanResult, type Mode } from "./shared/cleaning/types.ts";

export interface Task {
  file: Blob;
  mode: Mode;
}

/** What fails by itself is memory: canvases say it in many ways; but a file may have gone. */
function reason(error: Error): Answer {
  if (error instanceof CleaningError) return { code: error.code };
  return { code: error.name === "NotReadableError" ? "broken" : "out_of_memory" };
}

/** Answers with `clean`; `prepare` runs first where the script is in a page. */
export function serve(
  clean: (file: Blob, mode: Mode) => Promise<CleanResult>,
  prepare?: () => void,
): void {
  const answer = (file: Blob, mode: Mode): Promise<Answer> =>
    clean(file, mode).then((result) => ({ result }), reason);
  if (typeof document === "undefined") {
    self.onmessage = async ({ data: { file, mode } }: MessageEvent<Task>) =>
      self.postMessage(await answer(file, mode));
  } else {
    prepare?.();
    Object.assign(globalThis, { cleanHere: answer });
  }
}
