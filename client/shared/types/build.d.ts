/** What the build puts in: see `client/build.mjs`. */
declare const __LANG__: "th" | "en";
declare const __VERSION__: string;
/** The addresses of what was built, as far as one bundle may ask for it. */
declare const __ASSETS__: readonly string[];
/** Names of the scripts that few files need: to be fetched ahead while there is signal. */
declare const __AHEAD__: readonly string[];
declare const __PRECACHE__: readonly string[];

declare module "words:" {
  const words: Record<string, string>;
  export default words;
}

/** By language tag. */
declare module "letters:" {
  const tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  export default tables;
}

declare module "key_words:" {
  const words: readonly string[];
  export default words;
}

declare module "key_words:en" {
  const words: readonly string[];
  export default words;
}
