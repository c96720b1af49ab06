/**
 * XML as a row of tags and texts, without a DOM (workers have none) and without document types:
 * an entity of one's own is how XML hides text and blows up. Comments and processing instructions
 * say nothing that a reader sees, and are passed over.
 */
import { CleaningError } from "../../types.ts";
import { unescape } from "./escape.ts";

export interface Tag {
  /** As written: prefix and all. Attributes are decoded; `empty` means that it closes itself. */
  name: string;
  attributes: [name: string, value: string][];
  empty: boolean;
}
export type Token = { open: Tag } | { close: string } | { text: string };

const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const END = /\s*(\/?)>/y;
const CLOSE = /<\/([A-Za-z_][\w.:-]*)\s*>/y;
/** Passed over, with how each ends. */
const SILENT: [start: string, end: string][] = [["<!--", "-->"], ["<?", "?>"]];

function broken(): never {
  throw new CleaningError("broken");
}

function match(pattern: RegExp, xml: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(xml);
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from);
  return at < 0 ? broken() : at + end.length;
}

/** Throws CleaningError("broken") at the first thing that is not plain XML. */
export function* tokens(xml: string): Generator<Token> {
  let at = 0;
  while (at < xml.length) {
    const next = xml.indexOf("<", at);
    if (next !== at) yield { text: unescape(xml.slice(at, next < 0 ? undefined : next)) };
    if (next < 0) return;
    const silent = SILENT.find(([start]) => xml.startsWith(start, next));
    if (silent) at = after(xml, silent[1], next + silent[0].length);
    else if (xml.startsWith("<![CDATA[", next)) {
      at = after(xml, "]]>", next);
      yield { text: xml.slice(next + 9, at - 3) };
    } else {
      const [token, end] = tag(xml, next);
      yield token;
      at = end;
    }
  }
}

function tag(xml: string, start: number): [Token, number] {
  const close = match(CLOSE, xml, start);
  if (close) return [{ close: close[1]! }, CLOSE.lastIndex];
  const name = match(NAME, xml, start + 1)?.[0] ?? broken();
  const attributes: [string, string][] = [];
  let at = NAME.lastIndex;
  for (let found = match(ATTRIBUTE, xml, at); found; found = match(ATTRIBUTE, xml, at)) {
    attributes.push([found[1]!, unescape(found[2] ?? found[3] ?? "")]);
    at = ATTRIBUTE.lastIndex;
  }
  const end = match(END, xml, at) ?? broken();
  return [{ open: { name, attributes, empty: end[1] === "/" } }, END.lastIndex];
}
