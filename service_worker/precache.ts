/**
 * Fills the cache of one version, wholly or not at all.
 *
 * A captive portal answers every address with its own page and status 200, so each answer must be
 * of our origin, not redirected, of the right type and of the right bytes.
 */
import { hex } from "../client/shared/crypto/bytes.ts";

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

/** An entry of the build's list: a path, and the beginning of the SHA-256 of what lies there. */
interface Entry {
  path: string;
  digest: string;
  /** Whether the path has the digest in it, so that it never means anything else. */
  named: boolean;
}

/** `/build/name.<digest>.js`, or `/page#<digest>`. */
export function parse(entry: string): Entry {
  const [path = "", told = ""] = entry.split("#");
  const name = /\.([0-9a-f]{10})\.\w+$/.exec(path)?.[1];
  return { path, digest: name ?? told, named: name !== undefined };
}

export class NotOurs extends Error {}

/** Throws NotOurs unless this answer is what our server sends for `path`. */
export function check(path: string, answer: Response): void {
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? "";
  const type = answer.headers.get("Content-Type") ?? "";
  const expected = TYPES[ending] ?? /^(?!text\/html)/;
  if (!answer.ok || answer.redirected || !expected.test(type)) throw new NotOurs(path);
}

/**
 * Named by its content, a file may come from the browser's own cache, so that nobody pays for it
 * twice; should what lies there be damaged, and for all else, the server is asked.
 */
async function load(entry: Entry): Promise<[string, Response]> {
  if (!entry.named) return ask(entry, "reload");
  return ask(entry, "default").catch(() => ask(entry, "reload"));
}

async function ask({ path, digest }: Entry, cache: RequestCache): Promise<[string, Response]> {
  const answer = await fetch(path, { cache, credentials: "omit", redirect: "error" });
  check(path, answer);
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer()));
  if (!hex(found).startsWith(digest)) throw new NotOurs(path);
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

/**
 * Deletes all versions but the current one and the one before it: a page that was open during the
 * update still needs its own cleaner, also when there is no network.
 */
export async function sweep(current: string): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const outdated = ours.slice(0, Math.max(0, ours.indexOf(current) - 1));
  await Promise.all(outdated.map((name) => caches.delete(name)));
}
