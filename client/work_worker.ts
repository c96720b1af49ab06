/** The worker that does one packet's proof of work (`client/shared/work`), apart from the page. */
import type { Work } from "./shared/outbox/types.ts";
import { makeWork } from "./shared/work/index.ts";

/** The packet's digest in hex, and the bits that are asked for. */
type Task = [string, number];

self.addEventListener("message", ({ data: [sha256, bits] }: MessageEvent<Task>) => {
  const digest = Uint8Array.from(sha256.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const work: Work = { bits, proof: makeWork(digest, bits) };
  self.postMessage(work);
  self.close();
});
