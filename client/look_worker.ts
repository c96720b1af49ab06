/**
 * The worker that looks into one file of a report for the desk: a picture becomes pixels, a text or
 * an office document its words. One message in, one out; whoever asked ends the worker.
 */
import { CleaningError, type Code } from "./shared/cleaning/types.ts";
import { seeOffice } from "./shared/looking/office_text.ts";
import { type Seen, seePicture } from "./shared/looking/picture.ts";
import type { Text } from "./shared/looking/pieces.ts";
import { seeText } from "./shared/looking/plain_text.ts";

export type LookTask =
  | { what: "picture"; bytes: Uint8Array; longest: number }
  | { what: "office" | "text"; bytes: Uint8Array };
export type LookAnswer = { seen: Seen } | { text: Text } | { code: Code };

async function look(task: LookTask): Promise<LookAnswer> {
  if (task.what === "picture") return { seen: await seePicture(task.bytes, task.longest) };
  return { text: task.what === "office" ? seeOffice(task.bytes) : seeText(task.bytes) };
}

self.onmessage = async ({ data }: MessageEvent<LookTask>) => {
  const answer = await look(data).catch((error: Error): LookAnswer =>
    ({ code: error instanceof CleaningError ? error.code : "out_of_memory" }));
  self.postMessage(answer, "seen" in answer ? [answer.seen.bitmap] : []);
};
