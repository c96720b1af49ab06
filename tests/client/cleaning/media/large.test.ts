/**
 * A video of 200 MB, most of it holes on the disk, is cleaned with a fraction of that in memory.
 */
import { equal, ok } from "node:assert/strict";
import { ftruncateSync, openAsBlob, openSync, closeSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cleanMedia } from "../../../../client/shared/cleaning/media/clean.ts";
import { folder } from "./ffmpeg.ts";
import { avc1, big, box, gpmd, moov, text, zeros } from "./movie.ts";

const PICTURE = 100_000;
const COUNT = 2000;
const POSITION = "CANARY 36.7123";
const MOST_MEMORY = 64 << 20;

/** Pictures of one unit each, and after each of them a position. */
function write(path: string): void {
  const file = openSync(path, "w");
  const ftyp = box("ftyp", text("isom"), zeros(4));
  const each = PICTURE + POSITION.length;
  const start = ftyp.length + 8;
  writeSync(file, Uint8Array.from([...ftyp, ...big(8 + COUNT * each), ...text("mdat")]), 0, null, 0);
  const offsets = Array.from({ length: COUNT }, (_, i) => start + i * each);
  for (const at of offsets) {
    writeSync(file, Uint8Array.from([...big(PICTURE - 4), 0x65, 0x88]), 0, null, at);
    writeSync(file, POSITION, at + PICTURE);
  }
  const sizes = (size: number) => new Array<number>(COUNT).fill(size);
  const plans = [
    { kind: "vide", entry: avc1, offsets, sizes: sizes(PICTURE) },
    { kind: "meta", entry: gpmd, offsets: offsets.map((at) => at + PICTURE), sizes: sizes(POSITION.length) },
  ];
  const end = start + COUNT * each;
  ftruncateSync(file, end);
  writeSync(file, Uint8Array.from(moov(plans)), 0, null, end);
  closeSync(file);
}

/** The highest memory seen while `work` runs, beyond what there was before. */
async function watched<T>(work: () => Promise<T>): Promise<{ result: T; grown: number }> {
  const before = process.memoryUsage().rss;
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 5);
  const result = await work();
  clearInterval(watch);
  return { result, grown: Math.max(highest, process.memoryUsage().rss) - before };
}

test("200 MB of video need less than 64 MB of memory", async () => {
  const path = join(folder, "large.mp4");
  write(path);
  const file = await openAsBlob(path);
  const { result, grown } = await watched(() => cleanMedia(file, "full"));
  ok(file.size > 200e6);
  ok(grown < MOST_MEMORY, `${grown >> 20} MiB`);
  equal(result.bytes.length, 0);
  const blob = result.blob as Blob;
  ok(blob.size > COUNT * PICTURE && blob.size < COUNT * PICTURE + 50_000);
  const tail = Buffer.from(await blob.slice(blob.size - 2 * PICTURE).arrayBuffer());
  ok(!tail.includes("CANARY"));
  ok(result.removed.includes("gps"));
});
