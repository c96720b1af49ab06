/**
 * Runs the client's tests: each file of tests/client is bundled as the shipped code is, and given
 * to Node's own test runner. Names on the command line narrow it down to files that contain them.
 */
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { build } from "esbuild";
import { keyWordsPlugin, lettersPlugin, wordsPlugin } from "./bundle.mjs";
import { agePlugin } from "./esbuild_age.mjs";

// A folder of its own, so that two runs at once do not take each other's bundles away.
const OUT = `build/test-${process.pid}`;
const wanted = process.argv.slice(2);

async function testFiles() {
  const all = await readdir("tests/client", { recursive: true });
  const tests = all.filter((file) => /\.test\.tsx?$/.test(file)).map((file) => `tests/client/${file}`);
  return wanted.length ? tests.filter((file) => wanted.some((part) => file.includes(part))) : tests;
}

const entryPoints = await testFiles();
await rm(OUT, { recursive: true, force: true });
await build({
  entryPoints,
  outdir: OUT,
  outbase: "tests/client",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
  external: ["fast-check", "age-encryption", "cctv-age", "esbuild"],
  define: { __LANG__: '"th"', __VERSION__: '"test"', __ASSETS__: "[]", __AHEAD__: "[]", __PRECACHE__: "[]" },
  plugins: [wordsPlugin("th", [""]), keyWordsPlugin("th"), lettersPlugin(), agePlugin()],
});
const files = (await readdir(OUT, { recursive: true })).filter((file) => file.endsWith(".test.mjs"));
const run = ["--test", "--test-concurrency=2", "--test-timeout=300000", "--enable-source-maps", ...files.map((file) => `${OUT}/${file}`)];
const { status } = spawnSync(process.execPath, run, { stdio: "inherit" });
await rm(OUT, { recursive: true });
process.exit(status ?? 1);
