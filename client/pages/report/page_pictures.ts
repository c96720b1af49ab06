/** Runs the worker that draws the pages of a PDF, within bounds of time. */
import type { PagesAnswer, PagesTask } from "../../clean_pages.ts";
import { CleaningError, type CleanResult } from "../../shared/cleaning/types.ts";
import type { Work } from "./picture_work.ts";

/** One page on an old phone, a photo decoded without WebAssembly included. */
const PAGE_MS = 60_000;

/** Draws up to `most` pages. `sure` is asked once when the document has more. Throws CleaningError. */
export async function pagePictures(
  file: File,
  address: string,
  most: number,
  { step, stop }: Work,
  sure: (of: number) => boolean,
): Promise<CleanResult[]> {
  const there = await fetch(address, { credentials: "omit" }).then(({ ok }) => ok, () => false);
  if (!there) throw new CleaningError("needs_signal");
  const worker = new Worker(address);
  const results: CleanResult[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<CleanResult[]>((resolve, reject) => {
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => reject(new CleaningError("timeout")), PAGE_MS);
      };
      stop.addEventListener("abort", () => resolve([]));
      worker.onerror = () => reject(new CleaningError("out_of_memory"));
      worker.onmessage = ({ data }: MessageEvent<PagesAnswer>) => {
        wait();
        if ("code" in data) return reject(new CleaningError(data.code));
        if ("done" in data) return resolve(results);
        if (data.number === 1 && data.of > most && !sure(data.of)) return resolve([]);
        results.push(data.result);
        step(data.number, Math.min(data.of, most));
      };
      wait();
      worker.postMessage({ file, most } satisfies PagesTask);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
