/** Asks the service worker for what another app shared with us; it holds it in memory, once. */
const PATIENCE_MS = 10_000;

/** The files, in order; none when the worker was ended meanwhile or there is none. */
export function handedByWorker(): Promise<File[]> {
  const worker = (navigator as Partial<Navigator>).serviceWorker?.controller;
  if (!worker) return Promise.resolve([]);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve([]), PATIENCE_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(data as File[]);
    };
    worker.postMessage("shared", [port2]);
  });
}
