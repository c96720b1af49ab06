/** What the mailbox page says that it needs: how a page of ours is told from what a portal sends. */
const LIST = /\bdata-needs="([^"]*)"/;
const SCRIPT = /^\/build\/\w+(\.\w+)?\.[0-9a-f]{10}\.js$/;

/** The addresses of its scripts; throws TypeError for any other page. */
export function neededBy(html: string): string[] {
  const needed = LIST.exec(html)?.[1]?.split(" ") ?? [];
  if (!needed.length || !needed.every((path) => SCRIPT.test(path))) throw new TypeError("not a page of ours");
  return needed;
}
