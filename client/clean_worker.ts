/**
 * The worker that cleans one file and answers once: see `client/shared/cleaning`.
 */
import { clean } from "./shared/cleaning/clean.ts";
import { type Answer, CleaningError } from "./shared/cleaning/types.ts";

const newCanvas = (width: number, height: number) => new OffscreenCanvas(width, height);

function reason(error: unknown): Answer {
  if (error instanceof CleaningError) return { code: error.code };
  return { code: error instanceof RangeError ? "out_of_memory" : "broken" };
}

self.onmessage = async ({ data }: MessageEvent<Blob>) => {
  const answer: Answer = await clean(data, newCanvas).then((result) => ({ result }), reason);
  self.postMessage(answer);
};
