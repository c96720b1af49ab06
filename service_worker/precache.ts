/**
 * Fills the cache of one version, wholly or not at all.
 *
 * A captive portal answers every address with its own page and status 200, so each answer must be
 * of our origin, not redirected, of the right type and, where the build says so, of the right bytes.
 */
export const PREFIX = "hinghoi-";

/** The type that an address must come with, by its ending; pages have none. */
const TYPES: Record<string, RegExp> = {
  js: /^(text|application)\/javascript\b/,
  css: /^text\/css\b/,
  svg: /^image\/svg\+xml\b/,
  png: /^image\/png\b/,
  txt: /^text\/plain\b/,
  webmanifest: /^application\/manifest\+json\b/,
  "": /^text\/html\b/,
};

/** An entry of the build's list: a path, and after "#" its integrity when the build knows it. */
interface Entry {
  path: string;
  integrity: string;
}

export function parse(entry: string): Entry {
  const [path = "", integrity = ""] = entry.split("#");
  return { path, integrity };
}

export class NotOurs extends Error {}

/** Throws NotOurs unless this answer is what our server sends for `path`. */
export function check(path: string, answer: Response): void {
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? "";
  const type = answer.headers.get("Content-Type") ?? "";
  const expected = TYPES[ending] ?? /^(?!text\/html)/;
  if (!answer.ok || answer.redirected || !expected.test(type)) throw new NotOurs(path);
}

async function load({ path, integrity }: Entry): Promise<[string, Response]> {
  const answer = await fetch(path, {
    cache: "reload", credentials: "omit", redirect: "error", ...(integrity && { integrity }),
  });
  check(path, answer);
  return [path, answer];
}

/** Rejects and leaves nothing behind when one address cannot be had. */
export async function fill(name: string, entries: readonly string[]): Promise<void> {
  await caches.delete(name); // What an install that was killed half-way left.
  try {
    const answers = await Promise.all(entries.map((entry) => load(parse(entry))));
    const cache = await caches.open(name);
    for (const [path, answer] of answers) await cache.put(path, answer);
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
}

/** Deletes the caches of all other versions of ours. */
export async function sweep(current: string): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== current);
  await Promise.all(others.map((name) => caches.delete(name)));
}
