/**
 * What happens to each element of an OpenDocument part. Tracked changes need no care of their own:
 * inserted text stands in the body, deleted text only in the list of changes, which goes.
 */
import { withoutInvisible } from "../../text/invisible.ts";
import type { Element } from "../xml/elements.ts";
import type { Page, Rules, Verdict } from "../xml/rewrite.ts";
import { BLANKED, DROPPED, PREFIXES, ROOTS, SHAPES, UNWRAPPED } from "./names.ts";

/** The new path for what an href leads to inside the package; undefined when it is not kept. */
export type Locate = (href: string) => string | undefined;

/** Extensions, identities of nodes, names of targets, scripts. */
const UNWANTED =
  /^(\?|loext|smil|dc|meta):|^(text:change-id|office:(target-frame-name|title|name|process-content)|xlink:(title|role|show|actuate)|table:(protection-key\S*|print|filter-\S+|last-\S+|refresh-delay)|presentation:(action|verb)|draw:(filter-name|notify-on-update-of-ranges|mime-type|nav-order))$/;
const ID = /^(xml:id|draw:id|text:id|text:continue-list|draw:(start|end)-shape|draw:caption-id|svg:id)$/;
const CALLING = /https?:|file:|ftp:|'[^']*\.\w+'#|\b(WEBSERVICE|DDE|CELL|INFO|FILTERXML)\s*\(/i;
const TELLING = /\b(CELL|INFO)\s*\(/i;

interface State {
  locate: Locate;
  found: Set<string>;
  ids: Map<string, string>;
  /** Whether the cell that is read shows what its formula told. */
  telling: boolean;
}

export function odfRules(locate: Locate, found: Set<string>): Rules {
  const state: State = { locate, found, ids: new Map(), telling: false };
  return {
    prefixes: PREFIXES,
    open: (element, page) => open(element, page, state),
    text: (text) => withoutInvisible(text),
  };
}

function open(element: Element, page: Page, state: State): Verdict {
  const { name, attributes } = element;
  if (!page.frames.length && !ROOTS.test(name)) return "drop";
  if (isDropped(name)) return note(name, state);
  if (BLANKED.has(name)) {
    state.found.add("author");
    return "drop";
  }
  if (UNWRAPPED.has(name)) return "unwrap";
  const link = follow(element, state);
  if (link) return link;
  if (page.parent === "table:table-cell" && state.telling) return "drop";
  if (name === "table:table-cell") state.telling = TELLING.test(attributes.get("table:formula") ?? "");
  keepAttributes(element, page, state);
  if (name === "table:table-cell" && state.telling) valueless(attributes);
  return "keep";
}

/** A cell whose formula told the file's name keeps its place only. */
function valueless(attributes: Map<string, string>): void {
  for (const key of attributes.keys()) if (key.startsWith("office:")) attributes.delete(key);
}

const isDropped = (name: string): boolean =>
  DROPPED.has(name) || (/^(\?|xml|dc|meta|smil|loext):/.test(name) && !UNWRAPPED.has(name));

function note(name: string, { found }: State): Verdict {
  if (/annotation|tracked|change/.test(name)) found.add("author").add("text");
  if (/^draw:|dde|script|form/.test(name)) found.add("other");
  return "drop";
}

/** Links to the outside become plain text, pictures and objects from there go. */
function follow({ name, attributes }: Element, { locate, found }: State): Verdict | null {
  const href = attributes.get("xlink:href");
  if (href === undefined) return name === "draw:image" || name === "draw:object" ? objectInside(name) : null;
  const inside = href.startsWith("#") ? href : locate(href);
  if (inside !== undefined) {
    attributes.set("xlink:href", inside);
    return null;
  }
  found.add("other");
  return /^(text|draw):a$/.test(name) ? "unwrap" : "drop";
}

/** An object may stand in the text itself (a formula); a picture there is of unknown kind. */
const objectInside = (name: string): Verdict | null => (name === "draw:object" ? null : "drop");

function keepAttributes(element: Element, page: Page, { ids, found }: State): void {
  const { name, attributes } = element;
  for (const [key, value] of attributes) {
    if (UNWANTED.test(key) || (key === "draw:name" && SHAPES.test(name))) attributes.delete(key);
    else if (ID.test(key)) attributes.set(key, renumber(value, ids));
    else if (key === "table:formula" && CALLING.test(value)) {
      attributes.delete(key);
      found.add("other");
    } else if (/^of:/.test(value)) page.used.add("of");
  }
  if (attributes.has("xlink:href")) attributes.set("xlink:type", "simple");
}

function renumber(value: string, ids: Map<string, string>): string {
  const fresh = ids.get(value) ?? `id${ids.size + 1}`;
  ids.set(value, fresh);
  return fresh;
}
