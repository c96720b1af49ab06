/**
 * Keys as people can compare them, and posters: in a script of its own, as few visits need it. It is
 * kept on the phone with the others, so that it works without signal too.
 */
import type { KeyCheck } from "../report/keys_loader.ts";
import { showKeys } from "./card.ts";
import { heed, tell } from "./posters.ts";
import { warn } from "./warning.ts";

const keyCheck: KeyCheck = { heed, tell, warn, show: showKeys };
Object.assign(globalThis, { keyCheck });
