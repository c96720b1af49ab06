/**
 * What the service worker may answer, as a table. What no rule names goes to the network untouched:
 * deliveries, key lists, the desk, everything that is not GET.
 */
export interface Asked {
  method: string;
  mode: string;
  url: URL;
  /** The origin that the worker itself came from. */
  origin: string;
}

interface Rule {
  name: "page" | "asset";
  applies(asked: Asked, kept: ReadonlySet<string>): boolean;
}

/** The pages that work without a network; a poster's `?w=…` opens the same page. Mailboxes keep themselves. */
const PAGES = ["/", "/en", "/mailbox", "/en/mailbox"];

const RULES: readonly Rule[] = [
  { name: "page", applies: ({ mode, url }) => mode === "navigate" && PAGES.includes(url.pathname) },
  { name: "asset", applies: ({ mode, url }, kept) => mode !== "navigate" && url.search === "" && held(url.pathname, kept) },
];

/** Of /build/ every version is ours: a page that is open since before an update asks for its own. */
function held(path: string, kept: ReadonlySet<string>): boolean {
  return kept.has(path) || path.startsWith("/build/");
}

/** The path to answer from the cache, or null to stay out of it. */
export function fromCache(asked: Asked, kept: ReadonlySet<string>): string | null {
  if (asked.method !== "GET" || asked.url.origin !== asked.origin) return null;
  const rule = RULES.find(({ applies }) => applies(asked, kept));
  return rule ? asked.url.pathname : null;
}
