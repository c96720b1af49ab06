/**
 * The one Trusted Types policy: script addresses come from the build's own list, or not at all.
 *
 * Browsers without Trusted Types get the same check and the plain string.
 */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): {
    createScriptURL(url: string): string;
  };
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const rules = { createScriptURL: known };
const policy = factory ? factory.createPolicy("hinghoi", rules) : rules;

function known(url: string): string {
  if (__ASSETS__.includes(url)) return url;
  throw new TypeError("not a script of ours");
}

/** The address of a script of this build, by its name without `.js`; fit for `new Worker` and `serviceWorker.register`. */
export function scriptUrl<T extends string>(name: T extends `${string}.js` ? never : T): string {
  return policy.createScriptURL(addressOf(name));
}

/** `districts` lies at `/build/districts.<digest>.txt`, `outbox` at `/build/outbox.<language>.<digest>.js`. */
export function addressOf(name: string): string {
  return __ASSETS__.find((url) => url.includes(`/${name}.`)) ?? "";
}
