/**
 * What every bundle of the client shares: target, words and the list of build addresses.
 *
 * The oldest browsers named here are those of phones that people in villages still carry.
 */
import { readFile, readdir } from "node:fs/promises";
import { agePlugin } from "./esbuild_age.mjs";
import { pdfPlugin } from "./esbuild_pdf.mjs";

export const TARGET = ["chrome80", "firefox90", "safari14"];
export const LANGUAGES = ["th", "en"];

export async function catalogue(language) {
  return JSON.parse(await readFile(`webapp/locales/${language}.json`, "utf8"));
}

/** Puts in the sentences of one language whose keys start with one of `prefixes`, but none of `except`. */
export function wordsPlugin(language, prefixes, except = []) {
  return {
    name: "words",
    setup(build) {
      build.onResolve({ filter: /^words:$/ }, ({ path }) => ({ path, namespace: "words" }));
      build.onLoad({ filter: /.*/, namespace: "words" }, async () => {
        const all = Object.entries(await catalogue(language));
        const among = (key, some) => some.some((prefix) => key.startsWith(prefix));
        const mine = all.filter(([key]) => among(key, prefixes) && !among(key, except));
        return { contents: JSON.stringify(Object.fromEntries(mine)), loader: "json" };
      });
    },
  };
}

/** Puts in the words of the key check in one language: `key_words:`, or `key_words:en` where a test wants that one. */
export function keyWordsPlugin(language) {
  return {
    name: "key words",
    setup(build) {
      build.onResolve({ filter: /^key_words:/ }, ({ path }) => ({ path, namespace: "key_words" }));
      build.onLoad({ filter: /.*/, namespace: "key_words" }, async ({ path }) => {
        const column = LANGUAGES.indexOf(path.slice("key_words:".length) || language);
        const lines = (await readFile("webapp/locales/key_words.tsv", "utf8")).trim().split("\n");
        const words = lines.map((line) => line.split("\t")[column]).join(" ");
        return { contents: `export default ${JSON.stringify(words)}.split(" ")`, loader: "js" };
      });
    },
  };
}

/** Puts in the templates of letters as `letters:`, in every language that has a table. */
export function lettersPlugin() {
  const folder = "webapp/locales/letters";
  return {
    name: "letters",
    setup(build) {
      build.onResolve({ filter: /^letters:$/ }, ({ path }) => ({ path, namespace: "letters" }));
      build.onLoad({ filter: /.*/, namespace: "letters" }, async () => {
        const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
        const tables = names.map(async (name) => [name.slice(0, -".json".length), JSON.parse(await readFile(`${folder}/${name}`, "utf8"))]);
        return { contents: JSON.stringify(Object.fromEntries(await Promise.all(tables))), loader: "json" };
      });
    },
  };
}

/** esbuild's options for one browser bundle. */
export function browserBundle({ entry, language = "th", prefixes = [], except = [], define = {} }) {
  return {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: TARGET,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { __LANG__: JSON.stringify(language), ...define },
    plugins: [wordsPlugin(language, prefixes, except), keyWordsPlugin(language), lettersPlugin(), agePlugin(), pdfPlugin()],
  };
}
