/**
 * Milliseconds for cleaning the named JPEGs in memory without touching a pixel: the best of some
 * rounds, as JSON.
 */
import { readFileSync } from "node:fs";
import { cleanJpegInPlace } from "../client/shared/cleaning/jpeg_lossless.ts";

const [rounds, ...names] = process.argv.slice(2);
const files = names.map((name) => new Uint8Array(readFileSync(name)));
let best = Infinity;
let cleaned = 0;
for (let round = 0; round < Number(rounds); round++) {
  // As the app has them: each in memory once, for nobody else.
  const copies = files.map((file) => file.slice());
  const start = performance.now();
  cleaned = copies.filter((file) => cleanJpegInPlace(file)).length;
  best = Math.min(best, performance.now() - start);
}
console.log(JSON.stringify({ milliseconds: best, cleaned }));
