/**
 * Builds everything that a browser gets into static/build: bundles named by their content, the
 * first page in each language with its critical style and script inside, the service worker with
 * its list of what to keep, and manifest.json, which the server reads. The same input always gives
 * the same output, so versions need no bumping by hand.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { LANGUAGES, browserBundle } from "./bundle.mjs";

const OUT = "static/build";
const NEXT = "static/build.next";
const PYTHON = process.env.PYTHON ?? ".venv/bin/python";
const REPORTER = ["report.", "error.", "removed."];
/** Of these, what only a script of its own says. */
const ELSEWHERE = ["report.redact_", "report.voice_", "report.reason.", "report.pages_", "report.in_app_", "report.prepare", "error.canvas"];
/** Scripts of their own beside the reporter's: their entry and the words that they say. */
const BESIDE = {
  redact: ["report/redact.ts", ["report.redact"]],
  voice: ["report/voice.ts", ["report.voice"]],
  code: ["code/main.ts", ["code."]],
  outbox: ["outbox/main.ts", ["outbox.", "report.reason."]],
  cover: ["outbox/cover.ts", ["cover."]],
  wipe: ["outbox/wipe.ts", ["wipe."]],
  keys: ["keys/main.ts", ["keys."]],
  prepare: ["report/prepare.ts", ["report.prepare"]],
  pages: ["report/pages.ts", ["report.pages_", "error."]],
  in_app: ["report/in_app.ts", ["report.in_app_"]],
};
const MAILBOX = ["mailbox.", "state.", "plain.answer_missing", ...REPORTER];
const DESK = ["app.", "page.exit", "desk.", "poster.", "keys.picture", "removed.", "kind.", "state.", "error."];

const CLEANERS = {
  "clean.js": "clean_worker.ts",
  "clean_pictures.js": "clean_pictures.ts",
  "clean_media.js": "clean_media.ts",
  "clean_documents.js": "clean_documents.ts",
  "clean_office.js": "clean_office.ts",
  "pages_pdf.js": "clean_pages.ts",
};
/** What only some files need, in the order in which it is fetched ahead on request. */
const AHEAD = ["prepare.js", "clean_pictures.js", "clean_documents.js", "clean_office.js", "pages.js", "pages_pdf.js"];
/**
 * Fetched when it is needed, or ahead on request; a voice note needs clean_media at once. The
 * mailbox page keeps itself once it was opened. Inside other apps there is no service worker that
 * could keep anything; empty packets as cover go only where there is signal.
 */
const LATER = /^(desk\.|cover\.|cards\.|mailbox\.|in_app\.|pages|prepare|clean_(?!media\.))/;

const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);
const stem = (name) => name.slice(0, name.lastIndexOf("."));
/** Functions in front of all else make only scripts beyond so many characters shorter. */
const SMALL = 1 << 12;
const TOO_LONG_TO_SQUEEZE = 1 << 20;
const assets = {};
/** Kilobytes over the wire of what is fetched ahead, by language. */
const weights = {};

/** esbuild puts together, terser makes another twentieth of it unnecessary. */
async function bundle(options) {
  const [{ text }] = (await build(browserBundle(options))).outputFiles;
  // On pdf.js it would take minutes for as little, which nobody precaches.
  if (text.length > TOO_LONG_TO_SQUEEZE) return Buffer.from(text);
  const { code } = await minify(text, { ecma: 2020, compress: { passes: 6, keep_fargs: false, hoist_funs: text.length > SMALL } });
  return Buffer.from(code);
}

async function keep(name, bytes) {
  const file = `${stem(name)}.${digest(bytes)}${name.slice(name.lastIndexOf("."))}`;
  await writeFile(`${NEXT}/${file}`, bytes);
  assets[name] = `/build/${file}`;
  return assets[name];
}

function python(...parameters) {
  const { status } = spawnSync(PYTHON, parameters, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${parameters.join(" ")} failed`);
}

async function style(name, ...files) {
  const { outputFiles } = await build({
    stdin: { contents: files.map((file) => `@import "./${file}";`).join("\n"), loader: "css", resolveDir: "." },
    bundle: true,
    minify: true,
    write: false,
    target: ["chrome80", "firefox90", "safari14"],
  });
  await keep(name, Buffer.from(outputFiles[0].contents));
}

async function scripts() {
  for (const [name, entry] of Object.entries(CLEANERS)) {
    await keep(name, await bundle({ entry: `client/${entry}` }));
  }
  await keep("work.js", await bundle({ entry: "client/work_worker.ts" }));
  await keep("voice_worklet.js", await bundle({ entry: "client/voice_worklet.ts" }));
  for (const language of LANGUAGES) {
    const later = {};
    for (const [name, [file, prefixes]] of Object.entries(BESIDE)) {
      const options = { entry: `client/pages/${file}`, language, prefixes, define: { __AHEAD__: JSON.stringify(AHEAD.map(stem)) } };
      later[`${name}.js`] = await keep(`${name}.${language}.js`, await bundle(options));
    }
    const shared = Object.entries(assets).filter(([name]) => !/^desk|\.css$|\.(th|en)\.js$/.test(name));
    const known = { ...Object.fromEntries(shared), ...later };
    weights[language] = await weigh(AHEAD.map((name) => known[name]));
    const define = { __ASSETS__: JSON.stringify([...Object.values(known), "/sw.js"]) };
    const report = { entry: "client/pages/report/main.ts", language, prefixes: REPORTER, except: ELSEWHERE, define };
    await keep(`report.${language}.js`, await bundle(report));
    const mailbox = { entry: "client/pages/mailbox/main.ts", language, prefixes: MAILBOX, except: ELSEWHERE, define };
    await keep(`mailbox.${language}.js`, await bundle(mailbox));
  }
}

/** The desk's own: named among what comes later, so that no reporter's phone keeps it. */
async function deskScripts() {
  const verdict = await keep("clean_verdict.js", await bundle({ entry: "client/verdict_worker.ts" }));
  const cards = await keep("cards.js", await bundle({ entry: "client/cards_worker.ts" }));
  const look = await keep("clean_look.js", await bundle({ entry: "client/look_worker.ts" }));
  const scan = await keep("desk.scan.js", await bundle({ entry: "client/scan_worker.ts" }));
  const shared = [...Object.keys(CLEANERS), "work.js"].map((name) => assets[name]);
  for (const language of LANGUAGES) {
    const push = await bundle({ entry: "service_worker/push.ts", language, prefixes: ["reminder.subject"] });
    await writeFile(`${NEXT}/push.${language}.js`, push);
    const define = { __ASSETS__: JSON.stringify([...shared, verdict, look, cards, scan, `/desk/push.${language}.js`]) };
    const desk = { entry: "client/pages/desk/main.tsx", language, prefixes: DESK, define };
    await keep(`desk.${language}.js`, await bundle(desk));
  }
}

async function places() {
  python("client/places.py", `${NEXT}/places`);
  for (const name of ["districts.txt", "tambons.txt"]) {
    await keep(name, await readFile(`${NEXT}/places/${name}`));
  }
  await rm(`${NEXT}/places`, { recursive: true });
}

const weighed = {};

/** Kilobytes over the wire, in two digits: nobody wants more. */
async function weigh(addresses) {
  const bytes = addresses.map(async (address) => {
    const file = await readFile(address.replace("/build", NEXT));
    return (weighed[address] ??= brotliCompressSync(file, BEST).length);
  });
  return Number(((await Promise.all(bytes)).reduce((sum, one) => sum + one, 0) / 1024).toPrecision(2));
}

async function pages() {
  const first = await bundle({ entry: "client/pages/report/first.ts" });
  await writeFile(`${NEXT}/first.js`, first);
  await writeFile(`${NEXT}/manifest.json`, JSON.stringify({ assets, ahead: weights }));
  python("client/render_pages.py", NEXT);
  await rm(`${NEXT}/first.js`);
  return JSON.parse(await readFile(`${NEXT}/manifest.json`, "utf8"));
}

const source = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** The page in which sound and films play: all of it in one file, for a frame that may load nothing. */
async function player(manifest) {
  const script = (await bundle({ entry: "client/player.ts" })).toString().trim();
  const { outputFiles } = await build({ entryPoints: ["client/player.css"], minify: true, write: false });
  const css = outputFiles[0].text.trim();
  const html = `<!doctype html><html lang="th"><meta charset="utf-8"><title>Hinghoi</title><style>${css}</style><body><script>${script}</script>`;
  await writeFile(`${NEXT}/pages/player.html`, html);
  return { ...manifest, player: { file: "pages/player.html", script: [source(script)], style: [source(css)] } };
}

async function serviceWorker(manifest) {
  const kept = Object.entries(manifest.assets).filter(([name]) => !LATER.test(name));
  const offline = Object.entries(manifest.pages).filter(([, page]) => page.offline);
  const whole = offline.map(([path, { file }]) => [path, `${NEXT}/${file}`]);
  const unnamed = [...whole, ["/manifest.webmanifest", "static/manifest.webmanifest"]];
  const told = unnamed.map(async ([path, file]) => `${path}#${digest(await readFile(file))}`);
  const precache = [...(await Promise.all(told)), ...kept.map(([, path]) => path)];
  const version = digest(JSON.stringify(manifest));
  const define = { __VERSION__: JSON.stringify(version), __PRECACHE__: JSON.stringify(precache) };
  await writeFile(`${NEXT}/sw.js`, await bundle({ entry: "service_worker/sw.ts", define }));
  await writeFile(`${NEXT}/manifest.json`, JSON.stringify({ version, ...manifest, precache }, null, 1));
}

await rm(NEXT, { recursive: true, force: true });
await mkdir(NEXT, { recursive: true });
await style("report.css", "static/css/tokens.css", "static/css/components.css", "client/pages/report/report.css");
await style("desk.css", "static/css/tokens.css", "static/css/components.css", "static/css/poster.css", "client/pages/desk/desk.css", "client/pages/desk/cases/cases.css", "client/pages/desk/figures/figures.css", "client/pages/desk/export/dossier.css", "client/pages/desk/key/key.css", "client/pages/desk/sheet/sheet.css", "client/pages/desk/account/account.css", "client/pages/desk/letters/letters.css");
await places();
await scripts();
await deskScripts();
await serviceWorker(await player(await pages()));
await copyFile("LICENSE", `${NEXT}/LICENSE.txt`);
python("-m", "whitenoise.compress", "--quiet", NEXT);
await rm(OUT, { recursive: true, force: true });
await rename(NEXT, OUT);
