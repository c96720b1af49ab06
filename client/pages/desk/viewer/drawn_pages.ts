/** The pages of a PDF as pictures, drawn one after another by a worker that is ended when it takes too long. */
import type { PagesAnswer, PagesTask } from "../../../clean_pages.ts";
import type { Code } from "../../../shared/cleaning/types.ts";
import { scriptUrl } from "../../../shared/trusted/index.ts";

/** One page on an old machine. */
const PAGE_MS = 60_000;
/** More than anybody reads here; the rest is for downloading. */
export const MOST_PAGES = 40;

export interface Page {
  type: string;
  bytes: Uint8Array;
}

export interface Tell {
  page(page: Page, of: number): void;
  /** All are drawn, or why not. */
  end(code: Code | null): void;
}

/** Draws until all are drawn or `stop` says so. */
export function drawPages(bytes: Uint8Array, stop: AbortSignal, tell: Tell): void {
  const worker = new Worker(scriptUrl("pages_pdf"));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (code: Code | null): void => {
    clearTimeout(timer);
    worker.terminate();
    if (!stop.aborted) tell.end(code);
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(end, PAGE_MS, "timeout");
  };
  stop.addEventListener("abort", () => end(null));
  worker.onerror = () => end("out_of_memory");
  worker.onmessage = ({ data }: MessageEvent<PagesAnswer>) => {
    if (stop.aborted) return;
    wait();
    if ("code" in data) end(data.code);
    else if ("done" in data) end(null);
    else tell.page(data.result, data.of);
  };
  wait();
  worker.postMessage({ file: new Blob([bytes.slice()]), most: MOST_PAGES } satisfies PagesTask);
}
