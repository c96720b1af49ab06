/**
 * What happens to each element of an OOXML part: the tables of `names.ts` first, then the few
 * elements whose fate depends on where they stand (`special.ts`) or on what they refer to.
 */
import { withoutInvisible } from "../../text/invisible.ts";
import type { Element } from "../xml/elements.ts";
import type { Frame, Page, Rules, Verdict } from "../xml/rewrite.ts";
import { keepAttributes, type Numbering } from "./attributes.ts";
import { leaveEmptyDrawing, leaveFrame } from "./embedded.ts";
import { FORMULAS, keepFormula, keepName } from "./formulas.ts";
import { CHILDREN, DROPPED, IGNORABLE, NEEDS_CHILD, PREFIXES, TEXTUAL, UNWRAPPED } from "./names.ts";
import { newState, type State, special } from "./special.ts";

/** The new id of a part that is kept, for the id that the old document gave it. */
export interface Links {
  get(id: string): string | undefined;
}

export interface OoxmlRules extends Rules {
  close(frame: Frame, page: Page): void;
}

/** Words for what is left out go into `found`. */
export function ooxmlRules(links: Links, found: Set<string>): OoxmlRules {
  const state = newState(found);
  const numbering: Numbering = new Map();
  return {
    prefixes: PREFIXES,
    bare: "x",
    open: (element, page) => open(element, page, state, links, numbering),
    text: (text, page) => keepText(text, page, state),
    close: (frame, page) => close(frame, page, state),
    settled: () => state.fields.settled,
    root: (used) => {
      const ignorable = [...used].filter((prefix) => IGNORABLE.test(prefix));
      return ignorable.length ? [["mc:Ignorable", ignorable.join(" ")]] : [];
    },
  };
}

function open(element: Element, page: Page, state: State, links: Links, numbering: Numbering): Verdict {
  const { name } = element;
  const own = special(element, page, state);
  if (isUnknown(name, page) || DROPPED.has(name)) return "drop";
  if (own) return own;
  if (UNWRAPPED.has(name)) return "unwrap";
  const verdict = relink(element, links);
  if (keepAttributes(element, numbering)) state.found.add("author");
  if (name === "mc:Choice") page.used.add("mc");
  if (verdict === "drop" && name === "x:sheet") state.sheetGone = true;
  return verdict ?? "keep";
}

/** Text, sheets and slides do not stand in each other; drawings stand in all of them. */
function isUnknown(name: string, page: Page): boolean {
  const root = page.frames[0]?.name ?? name;
  if (/^(\?|xml):/.test(name) || (/^[wxp]:/.test(name) && name[0] !== root[0])) return true;
  const around = [...page.frames].reverse().find((frame) => !frame.name.startsWith("mc:"));
  const children = CHILDREN[around?.name ?? ""];
  return children !== undefined && !children.has(name) && !name.startsWith("mc:");
}

/** References get their new ids; an element whose only ones lead nowhere goes with them. */
function relink({ name, attributes }: Element, links: Links): Verdict | null {
  const references = [...attributes].filter(([key]) => key.startsWith("r:"));
  let kept = 0;
  for (const [key, value] of references) {
    const fresh = links.get(value);
    if (fresh) attributes.set(key, fresh);
    else attributes.delete(key);
    if (fresh) kept++;
  }
  if (!references.length || kept || /^(a:blip|x:pageSetup)$/.test(name)) return null;
  if (name === "w:hyperlink") return attributes.has("w:anchor") ? null : "unwrap";
  return name === "x:hyperlink" && attributes.has("location") ? null : "drop";
}

function keepText(text: string, page: Page, state: State): string | null {
  const { parent } = page;
  if (!TEXTUAL.has(parent)) return /\S/.test(text) ? "" : text;
  if (parent === "x:f") return keepFormula(text) ? text : state.forgetFormula(text);
  if (FORMULAS.test(parent)) return keepFormula(text) ? text : null;
  if (parent === "c:f") return keepFormula(text) && !text.includes("[") ? text : "";
  if (parent === "x:definedName") return keepName(text) ? text : null;
  if (parent === "w:instrText") state.fields.instruct(text);
  else state.fields.show(page);
  return withoutInvisible(text);
}

/** Takes back what has lost all its children. */
function leaveEmpty(frame: Frame, page: Page): void {
  if (frame.verdict !== "keep" || page.out.slice(frame.at + 1).some((piece) => /\S/.test(piece))) return;
  page.out.length = frame.at;
  frame.verdict = "unwrap";
  if (frame.name === "a:graphicData") leaveEmptyDrawing(page);
}

function close(frame: Frame, page: Page, state: State): void {
  if (NEEDS_CHILD.has(frame.name)) leaveEmpty(frame, page);
  if (frame.name === "p:graphicFrame") leaveFrame(frame, page, state.holders);
  if (frame.name === "w:instrText") state.fields.leave(frame, false, page);
  if (!page.frames.length) state.fields.finish(page);
  if (frame.name !== "w:fldChar") return;
  const last = /w:fldCharType="end"/.test(page.out[frame.at] ?? "");
  state.fields.leave(frame, last, page);
  if (state.fields.blanked) state.found.add("author");
}
