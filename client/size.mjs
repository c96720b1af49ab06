/**
 * Prints what entry points weigh over the wire: `node client/size.mjs FILE…`, or, without names,
 * everything that sealing, keeping and delivering need. `--parts` lists the modules inside.
 */
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { browserBundle } from "./bundle.mjs";

const SHARED = ["crypto/seal", "outbox/index", "delivery/index", "keys/index"];
const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

const parts = process.argv.includes("--parts");
const names = process.argv.slice(2).filter((name) => !name.startsWith("--"));
const all = SHARED.map((name) => `export * as ${name.replace("/", "_")} from "./client/shared/${name}.ts";`);

async function weigh(label, entry) {
  const { entryPoints: _, ...options } = browserBundle({ entry: label });
  const result = await build({ ...options, ...entry, format: "esm", metafile: true });
  const [{ contents }] = result.outputFiles;
  console.log(`${String(brotliCompressSync(contents, BEST).length).padStart(7)} B brotli ${label}`);
  if (!parts) return;
  const [{ inputs }] = Object.values(result.metafile.outputs);
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) console.log(`${String(bytesInOutput).padStart(14)} ${file}`);
}

if (names.length === 0) {
  await weigh("seal, outbox, delivery and keys", { stdin: { contents: all.join("\n"), resolveDir: ".", loader: "ts" } });
}
for (const name of names) await weigh(name, { entryPoints: [name] });
