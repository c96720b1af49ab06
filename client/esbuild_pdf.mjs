/**
 * pdf.js made to live in one worker of ours: without WebAssembly, without fetching anything, and
 * with a bound on what a stream may unpack to.
 *
 * pdf.js loads the scripts that stand in for WebAssembly by address, which the page's policy
 * refuses; here they are part of the bundle. It also takes the messages of any worker that it
 * finds itself in, and unpacks until memory ends. Each change names the text that it replaces: a
 * release that no longer has it fails the build rather than losing the bound in silence.
 */
import { readFile } from "node:fs/promises";

/** Bytes that one stream of a document may unpack to: a page of A4 at 600 dots an inch in colour, twice. */
const MOST_UNPACKED = 256 << 20;

/** pdf.js goes on without what it cannot read: the flag is for whoever must not lose it in silence. */
const TOO_MUCH = '{ globalThis.pdfTooLarge = true; throw new RangeError("unpacks to too much"); }';

const FALLBACKS = ["openjpeg_nowasm_fallback.js", "jbig2_nowasm_fallback.js"];

const CHANGES = [
  // The worker that it finds itself in is ours, with messages of its own.
  [/this\.initializeFromPort\(self\);/, ""],
  [/await import\(\s*(\/\*[^*]*\*\/\s*)*`\$\{WasmImage\.#wasmUrl\}\$\{this\._noWasmFilename\}`\)/,
    "{ default: withoutWasm[this._noWasmFilename] }"],
  [/let size = this\.minBufferLength;\n/,
    `if (requested > ${MOST_UNPACKED}) ${TOO_MUCH}\n$&`],
  [/totalLength \+= chunk\.byteLength;/,
    `$&\nif (totalLength > ${MOST_UNPACKED}) ${TOO_MUCH}`],
  [/const msg = "Image exceeded maximum allowed size and was removed\.";/, "$&\nglobalThis.pdfTooLarge = true;"],
];

/** The text with every change made; throws when one does not fit exactly once. */
function changed(text) {
  return CHANGES.reduce((now, [what, by]) => {
    const found = now.match(new RegExp(what, "g"))?.length ?? 0;
    if (found !== 1) throw new Error(`pdf.js changed: ${what} fits ${found} times`);
    return now.replace(what, by);
  }, text);
}

export function pdfPlugin() {
  return {
    name: "pdf-in-a-worker",
    setup(build) {
      build.onLoad({ filter: /pdfjs-dist[\\/]legacy[\\/]build[\\/]pdf\.worker\.mjs$/ }, async ({ path }) => {
        const names = FALLBACKS.map((file, i) => [`withoutWasm${i}`, file]);
        const imports = names.map(([name, file]) => `import ${name} from "pdfjs-dist/wasm/${file}";`);
        const table = names.map(([name, file]) => `${JSON.stringify(file)}: ${name}`);
        const head = `${imports.join("\n")}\nconst withoutWasm = { ${table.join(", ")} };\n`;
        return { contents: head + changed(await readFile(path, "utf8")), loader: "js" };
      });
    },
  };
}
