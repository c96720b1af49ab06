/**
 * A second opinion on every file of a packet, one after another, each in a worker of its own: a
 * file made to harm takes its worker down, or its time, and no more.
 */
import { useEffect, useState } from "preact/hooks";
import type { Opinion } from "../../shared/cleaning/verdict.ts";
import { scriptUrl } from "../../shared/trusted/index.ts";

interface File {
  bytes: Uint8Array;
  type: string;
}

const LIMIT_MS = 30_000;
const UNKNOWN: Opinion = { verdict: "unknown", found: [] };

/** The opinions that are there already, in the order of `files`. Nothing goes on once off screen. */
export function useOpinions(files: readonly File[]): readonly Opinion[] {
  const [opinions, setOpinions] = useState<readonly Opinion[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    setOpinions([]);
    void askAll(files, stop.signal, (opinion) => setOpinions((before) => [...before, opinion]));
    return () => stop.abort();
  }, [files]);
  return opinions;
}

async function askAll(files: readonly File[], stop: AbortSignal, tell: (opinion: Opinion) => void): Promise<void> {
  for (const file of files) {
    const opinion = await secondLook(file, stop);
    if (stop.aborted) return;
    tell(opinion);
  }
}

/** One file in a worker of its own; unknown when that has no answer in time, or `stop` says so. */
export const secondLook = (file: File, stop: AbortSignal): Promise<Opinion> => ask(file, stop).catch(() => UNKNOWN);

function ask({ bytes, type }: File, stop: AbortSignal): Promise<Opinion> {
  return new Promise((resolve) => {
    const worker = new Worker(scriptUrl("clean_verdict"));
    const end = (opinion: Opinion): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(opinion);
    };
    const timer = setTimeout(end, LIMIT_MS, UNKNOWN);
    stop.addEventListener("abort", () => end(UNKNOWN));
    worker.onerror = () => end(UNKNOWN);
    worker.onmessage = ({ data }: MessageEvent<Opinion>) => end(data);
    worker.postMessage({ bytes, type });
  });
}
