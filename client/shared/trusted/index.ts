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
  if (Object.values(__ASSETS__).includes(url)) return url;
  throw new TypeError("not a script of ours");
}

/** The address of a script of this build, fit for `new Worker` and `serviceWorker.register`. */
export function scriptUrl(name: string): string {
  return policy.createScriptURL(__ASSETS__[name] ?? "");
}
