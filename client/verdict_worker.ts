/**
 * The worker that gives the desk a second opinion on one file: see
 * `client/shared/cleaning/verdict.ts`. One message in, one out.
 */
import { opinion } from "./shared/cleaning/verdict.ts";

interface Task {
  bytes: Uint8Array;
  type: string;
}

self.onmessage = async ({ data: { bytes, type } }: MessageEvent<Task>) => self.postMessage(await opinion(bytes, type));
