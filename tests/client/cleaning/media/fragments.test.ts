/**
 * Fragmented movies become movies in one piece: every picture at its time, gaps and all.
 */
import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { cleanMedia } from "../../../../client/shared/cleaning/media/clean.ts";
import { make, pictures } from "./ffmpeg.ts";

const MADE = ["-c:v", "libx264", "-g", "5", "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov+default_base_moof"];
const clean = async (bytes: Uint8Array) =>
  Buffer.from((await cleanMedia(new Blob([bytes as BlobPart]), "full")).bytes);

/** Where each box of the file starts, by its type. */
function places(b: Buffer, wanted: string): number[] {
  const all: number[] = [];
  for (let at = 0; at < b.length; at += b.readUInt32BE(at)) {
    if (b.toString("latin1", at + 4, at + 8) === wanted) all.push(at);
  }
  return all;
}

test("pictures keep their times and what they stand on", async () => {
  const before = make("one.mp4", "va", ...MADE);
  const after = await clean(before);
  equal(places(after, "moof").length, 0);
  const shown = pictures(before, "one.mp4");
  equal(pictures(after, "one.mp4"), shown);
  // The reader looks into the pictures for what stands by itself; a player looks into the table.
  equal(after.readUInt32BE(after.indexOf("stss") + 8), shown.match(/K_/g)?.length);
});

test("a lost fragment leaves a gap as long as it was", async () => {
  const whole = make("gap.mp4", "v", ...MADE);
  const [, second = 0, third = 0] = places(whole, "moof");
  ok(third > second);
  const before = Buffer.concat([whole.subarray(0, second), whole.subarray(third)]);
  const times = (text: string) => text.split("\n").filter(Boolean).map((line) => Number(line.split(",")[1]));
  const after = times(pictures(await clean(before), "gap-after.mp4"));
  const wanted = times(pictures(before, "gap.mp4"));
  equal(after.length, wanted.length);
  equal(Math.max(...after), Math.max(...wanted));
});
