/**
 * The worker that turns the pages of a PDF into pictures: one message `{file, most}` in; for each
 * page `{number, of, result}` out, then `{done}`, or `{code}` when it cannot go on.
 */
import { cleanDrawn } from "./shared/cleaning/clean.ts";
import { renderPages } from "./shared/cleaning/pages/render.ts";
import { LONGEST_SIDE } from "./shared/cleaning/shrink.ts";
import { CleaningError, type CleanResult, type Code } from "./shared/cleaning/types.ts";

export interface PagesTask {
  file: Blob;
  most: number;
}

export type PagesAnswer = { number: number; of: number; result: CleanResult } | { done: true } | { code: Code };

async function answer({ file, most }: PagesTask, post: (answer: PagesAnswer) => void): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  for await (const { number, of, bitmap } of renderPages(bytes, { most, longest: LONGEST_SIDE })) {
    post({ number, of, result: await cleanDrawn(bitmap, file.size) });
  }
  post({ done: true });
}

self.onmessage = ({ data }: MessageEvent<PagesTask>) => {
  const post = (message: PagesAnswer) => self.postMessage(message);
  answer(data, post).catch((error: Error) =>
    post({ code: error instanceof CleaningError ? error.code : "out_of_memory" }));
};
