/** The cells of a sheet of Excel's: what is shown in them, not what they reckon. */
import { PREFIXES } from "../cleaning/office/ooxml/names.ts";
import { elements } from "../cleaning/office/xml/elements.ts";
import { MOST_TEXT, type Pieces } from "./pieces.ts";

/** Strings that cells refer to by their number; those beyond any reading are left out. */
export function sharedStrings(xml: string): string[] {
  const all: string[] = [];
  const open: string[] = [];
  let now = "";
  let length = 0;
  for (const piece of elements(xml, PREFIXES)) {
    if ("start" in piece) open.push(piece.start.name);
    else if ("text" in piece) {
      // What Japanese writers put above their words is not part of them.
      if (open[open.length - 1] === "x:t" && !open.includes("x:rPh")) now += piece.text;
    } else if (open.pop() === "x:si") {
      all.push(now);
      length += now.length;
      now = "";
      if (length > MOST_TEXT) break;
    }
  }
  return all;
}

/** Rows as lines, cells with tabs between them. */
export function sheet(xml: string, shared: readonly string[], pieces: Pieces): void {
  const open: string[] = [];
  let [kind, value] = ["", ""];
  for (const piece of elements(xml, PREFIXES)) {
    if (pieces.full) return;
    if ("start" in piece) {
      open.push(piece.start.name);
      if (piece.start.name === "x:c") [kind, value] = [piece.start.attributes.get("t") ?? "", ""];
    } else if ("text" in piece) {
      if (/^x:(v|t)$/.test(open[open.length - 1] ?? "")) value += piece.text;
    } else {
      const name = open.pop();
      if (name === "x:c") pieces.add(`${kind === "s" ? (shared[Number(value)] ?? "") : value}\t`);
      if (name === "x:row") pieces.add("\n");
    }
  }
  pieces.add("\n");
}
