/**
 * The elements of OOXML that no table can judge: what they mean depends on what stood before.
 */
import { CleaningError, type Code } from "../../types.ts";
import type { Element } from "../xml/elements.ts";
import type { Frame, Page, Verdict } from "../xml/rewrite.ts";
import { alternative, type Replaced } from "./alternatives.ts";
import { type Holders, liftPicture, meetObject } from "./embedded.ts";
import { Fields, fate } from "./fields.ts";

/** What is remembered while one part is read. */
export interface State {
  found: Set<string>;
  fields: Fields;
  /** Rows and cells that somebody deleted. */
  muted: Set<Frame>;
  holders: Holders;
  replaced: Replaced;
  bookmarks: Set<string>;
  /** The formula that is read, if it is shared; those that went; whether its value says too much. */
  shared: string | undefined;
  gone: Set<string>;
  telling: boolean;
  /** Whether a sheet went, so that the numbers of sheets no longer fit. */
  sheetGone: boolean;
  forgetFormula(formula: string): null;
}

export function newState(found: Set<string>): State {
  const state: State = {
    found,
    fields: new Fields(),
    muted: new Set(),
    holders: new Set(),
    replaced: new Map(),
    bookmarks: new Set(),
    shared: undefined,
    gone: new Set(),
    telling: false,
    sheetGone: false,
    forgetFormula(formula) {
      if (state.shared !== undefined) state.gone.add(state.shared);
      state.telling = /\b(CELL|INFO)\s*\(/i.test(formula);
      found.add("other");
      return null;
    },
  };
  return state;
}

type Handler = (element: Element, page: Page, state: State) => Verdict | null;

/** Slides show the day of the last showing; the number of a slide is counted by the program. */
const slideField: Handler = (element) => {
  if (element.attributes.get("type") === "slidenum") return null;
  element.name = "a:r";
  element.attributes.clear();
  return null;
};

/** A row or cell that was deleted stays, so that the table holds together; its text goes. */
const deletedCell: Handler = (_, page, { muted, found }) => {
  const around = page.frames[page.frames.length - 2];
  if (/^w:(trPr|tcPr)$/.test(page.parent) && around) muted.add(around);
  found.add("text").add("author");
  return null;
};

const simpleField: Handler = ({ attributes }, _, { found }) => {
  const end = fate(attributes.get("w:instr") ?? "");
  if (end === "nothing") found.add("author");
  return end === "field" ? null : end === "text" ? "unwrap" : "drop";
};

/** Word remembers where the last change was made. */
const bookmark: Handler = ({ name, attributes }, _, { bookmarks }) => {
  const id = attributes.get("w:id") ?? "";
  if (name === "w:bookmarkEnd") return bookmarks.has(id) ? "drop" : null;
  if (attributes.get("w:name") !== "_GoBack") return null;
  bookmarks.add(id);
  return "drop";
};

const formula: Handler = ({ attributes }, _, state) => {
  state.shared = attributes.get("si");
  const orphan = state.shared !== undefined && !attributes.has("ref") && state.gone.has(state.shared);
  return orphan ? "drop" : null;
};

const note = (...words: string[]): Handler => (_, __, { found }) => {
  for (const word of words) found.add(word);
  return null;
};

const neutral: Handler = ({ attributes }) => {
  attributes.set("name", "Office");
  return null;
};

/** Which tab is shown is kept; how large somebody's window was is not. */
const window: Handler = ({ attributes }) => {
  for (const name of [...attributes.keys()]) if (name !== "activeTab") attributes.delete(name);
  return null;
};

const refuse = (code: Code): Handler => () => {
  throw new CleaningError(code);
};

const HANDLERS: Record<string, Handler> = {
  "w:del": deletedCell,
  "w:cellDel": deletedCell,
  "w:ins": note("author"),
  "w:moveTo": note("author"),
  "w:moveFrom": note("author", "text"),
  "w:commentReference": note("author", "text"),
  // A whole document of another format inside: its text can be neither cleaned nor left out.
  "w:altChunk": refuse("no_clean_way"),
  "w:control": note("other"),
  "o:OLEObject": note("other"),
  "w:r": (_, page, { muted }) => (page.frames.some((frame) => muted.has(frame)) ? "drop" : null),
  "w:fldChar": ({ attributes }, _, { fields }) => {
    fields.enter(attributes.get("w:fldCharType"));
    return null;
  },
  "w:fldSimple": simpleField,
  "w:bookmarkStart": bookmark,
  "w:bookmarkEnd": bookmark,
  // Word shows an object's picture in a plain frame just as well.
  "w:object": (element) => {
    element.name = "w:pict";
    return null;
  },
  "p:oleObj": (_, page, { holders, found }) => {
    meetObject(page, holders);
    found.add("other");
    return page.inside("mc:Choice") ? "drop" : "unwrap";
  },
  "p:pic": (_, page, { holders }) => {
    if (page.parent === "p:oleObj") liftPicture(page, holders);
    return null;
  },
  // The name of a layout is chosen from a list, that of a slide is seen by nobody.
  "p:cSld": ({ attributes }, page) => {
    if (page.parent !== "p:sldLayout") attributes.delete("name");
    return null;
  },
  "x:c": (_, __, state) => {
    state.telling = false;
    return null;
  },
  "x:workbookView": window,
  "x:definedName": ({ attributes }, _, { sheetGone }) =>
    sheetGone && attributes.has("localSheetId") ? "drop" : null,
  "x:f": formula,
  "x:v": (_, __, { telling }) => (telling ? "drop" : null),
  "a:fld": slideField,
  "a:pPr": (_, page) => (page.parent === "a:r" ? "drop" : null),
  "a:theme": neutral,
  "a:clrScheme": neutral,
  "a:fontScheme": neutral,
  "a:fmtScheme": neutral,
  "mc:AlternateContent": (element, page, { replaced }) => alternative(element, page, replaced),
  "mc:Choice": (element, page, { replaced }) => alternative(element, page, replaced),
  "mc:Fallback": (element, page, { replaced }) => alternative(element, page, replaced),
};

export const special: Handler = (element, page, state) =>
  HANDLERS[element.name]?.(element, page, state) ?? null;
