/**
 * Tags under the names that the standards use: whatever prefix a writer chose, an element of
 * WordprocessingML is "w:…" here, and one of a namespace that nobody knows is "?:…".
 */
import { CleaningError } from "../../types.ts";
import { MAX_DEPTH } from "../limits.ts";
import { tokens } from "./tokens.ts";

export interface Element {
  name: string;
  attributes: Map<string, string>;
}
/** `prefixes` in a start are what the document's own prefixes stand for at that place. */
export type Piece =
  | { start: Element; scope: Scope }
  | { end: true }
  | { text: string };
export type Prefixes = ReadonlyMap<string, string>;
type Scope = Map<string, string>;

const XML: [string, string] = ["xml", "xml"];

/** Throws CleaningError("broken") unless everything that opens closes, in order, once. */
export function* elements(xml: string, prefixes: Prefixes): Generator<Piece> {
  const open: { written: string; scope: Scope }[] = [];
  let roots = 0;
  for (const token of tokens(xml)) {
    const parent = open[open.length - 1];
    if ("text" in token) {
      if (parent) yield token;
      else if (/[^\s\ufeff]/.test(token.text)) throw new CleaningError("broken");
      continue;
    }
    if ("close" in token) {
      if (open.pop()?.written !== token.close) throw new CleaningError("broken");
      yield { end: true };
      continue;
    }
    const { name, attributes, empty } = token.open;
    if ((!parent && roots++) || open.length > MAX_DEPTH) throw new CleaningError("broken");
    const scope = inner(parent?.scope ?? new Map([XML]), attributes, prefixes);
    yield { start: resolve(name, attributes, scope), scope };
    if (empty) yield { end: true };
    else open.push({ written: name, scope });
  }
  if (open.length || roots !== 1) throw new CleaningError("broken");
}

function inner(outer: Scope, attributes: [string, string][], prefixes: Prefixes): Scope {
  const own = attributes.filter(([name]) => /^xmlns(:|$)/.test(name));
  if (!own.length) return outer;
  const scope = new Map(outer);
  for (const [name, uri] of own) scope.set(name.slice(6), prefixes.get(uri) ?? "?");
  return scope;
}

function resolve(written: string, attributes: [string, string][], scope: Scope): Element {
  const own = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (/^xmlns(:|$)/.test(name)) continue;
    const full = name.includes(":") ? canonical(name, scope) : name;
    if (own.has(full) && !full.startsWith("?")) throw new CleaningError("broken");
    own.set(full, value);
  }
  return { name: canonical(written, scope), attributes: own };
}

function canonical(name: string, scope: Scope): string {
  const at = name.indexOf(":");
  return `${scope.get(name.slice(0, Math.max(at, 0))) ?? "?"}:${name.slice(at + 1)}`;
}
