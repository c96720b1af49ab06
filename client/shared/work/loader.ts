/** Has a packet's proof of work done, in a worker of its own: a page that computes cannot be used. */
import type { Work } from "../outbox/types.ts";
import { scriptUrl } from "../trusted/index.ts";

/** Rejects when the script cannot be had: the packet waits and tries again. */
export const work = (sha256: string, bits: number): Promise<Work> =>
  new Promise((done, failed) => {
    const worker = new Worker(scriptUrl("work"));
    worker.onmessage = ({ data }) => done(data as Work);
    worker.onerror = failed;
    worker.postMessage([sha256, bits]);
  });

/**
 * Into the browser's own cache: the first packet shall not wait for a script as well. Asked for as
 * the worker will be: Firefox keeps what is fetched without credentials apart.
 */
export function fetchWork(): void {
  void fetch(scriptUrl("work")).catch(() => undefined);
}
