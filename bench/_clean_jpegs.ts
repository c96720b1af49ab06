/**
 * Milliseconds for cleaning the named JPEGs in memory without touching a pixel: the best of some
 * rounds, as JSON.
 */
import { readFileSync } from "node:fs";
import { cleanJpegBytes } from "../client/shared/cleaning/lossless.ts";

const [rounds, ...names] = process.argv.slice(2);
const files = names.map((name) => new Uint8Array(readFileSync(name)));
let best = Infinity;
let cleaned = 0;
for (let round = 0; round < Number(rounds); round++) {
  const start = performance.now();
  cleaned = files.filter((file) => cleanJpegBytes(file)).length;
  best = Math.min(best, performance.now() - start);
}
console.log(JSON.stringify({ milliseconds: best, cleaned }));
