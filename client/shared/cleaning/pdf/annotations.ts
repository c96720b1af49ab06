/**
 * Annotations (ISO 32000-1 §12.5): what they draw stays, who wrote them, when and about what goes.
 * Form fields become plain drawings, notes and attachments go whole.
 */
import { CleaningError } from "../types.ts";
import type { Copier, Rule, Table } from "./copier.ts";
import { targetOf } from "./links.ts";
import { dict, either, list, name, number, numbers, oneOf } from "./rules.ts";
import { form } from "./rules_xobjects.ts";
import { type Dict, dictOf, isDict, Name, named, Stream, Text, type Value } from "./values.ts";

const MARKUP = new Set(["FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut", "Stamp", "Caret", "Ink"]);
/** What becomes a stamp: drawn alike, but without a value that can be changed. */
const DRAWINGS = new Set(["Widget", "Redact", "Watermark"]);
const STAMPS = ["Approved", "Experimental", "NotApproved", "AsIs", "Expired", "NotForPublicRelease", "Confidential", "Final", "Sold", "Departmental", "ForComment", "TopSecret", "Draft", "ForPublicRelease"];
const HIDDEN = 2;

const string: Rule = (value) => (value instanceof Text ? value : undefined);
const SHAPE: Table = {
  Type: oneOf("Annot"), Rect: numbers, F: number, Border: list(either(number, numbers)), C: numbers, CA: number,
  BS: dict({ W: number, S: oneOf("S", "D", "B", "I", "U"), D: numbers }), BE: dict({ S: oneOf("S", "C"), I: number }),
  QuadPoints: numbers, L: numbers, Vertices: numbers, InkList: list(numbers), IC: numbers, LE: either(name, list(name)),
  RD: numbers, CL: numbers, LL: number, LLE: number, Name: oneOf(...STAMPS), H: oneOf("N", "I", "O", "P"),
};
/** A text box without an appearance is drawn from its words, which are then the page's. */
const WORDS: Table = { Contents: string, DA: string, Q: number };

export function annotationsOf(page: Dict, copier: Copier): Value[] {
  const all = copier.get(page, "Annots");
  if (!Array.isArray(all)) return [];
  return all.map((item) => kept(item, copier)).filter((ref): ref is Value => ref !== undefined);
}

function kept(item: Value, copier: Copier): Value | undefined {
  const annotation = dictOf(copier.source.get(item));
  const kind = named(copier.get(annotation, "Subtype"));
  const hidden = (Number(copier.get(annotation, "F") ?? 0) & HIDDEN) !== 0 || copier.layers.isHidden(annotation.get("OC"));
  if (!hidden && kind === "Link") return link(annotation, copier);
  const look = lookOf(annotation, copier);
  if (!hidden && kind === "Widget" && !look) checkEmpty(annotation, copier);
  const drawn = DRAWINGS.has(kind) ? look !== undefined : MARKUP.has(kind);
  if (hidden || !drawn) return left(annotation, copier);
  return copier.add(annotation, () => drawing(annotation, kind, look && copier.copy(look, form), copier));
}

/** Notes that the whole annotation went. */
function left(annotation: Dict, copier: Copier): undefined {
  for (const [key, value] of annotation) copier.found.key(key, value);
}

/** A link to elsewhere keeps the frame that viewers draw around it. */
function link(annotation: Dict, copier: Copier): Value | undefined {
  const target = targetOf(annotation, copier);
  const frame = copier.get(annotation, "Border");
  const thin = Array.isArray(frame) && copier.source.get(frame[2]) === 0;
  const noLine = copier.get(dictOf(copier.get(annotation, "BS")), "W") === 0;
  if (target === undefined && (thin || noLine)) return left(annotation, copier);
  return copier.add(annotation, () => {
    if (target === undefined) copier.found.say("text");
    const silent = new Map([...annotation].filter(([key]) => key !== "A" && key !== "Dest"));
    const shape = copier.pick(silent, SHAPE);
    return new Map([...shape, ["Subtype", new Name("Link")], ...entry("Dest", target)]);
  });
}

function drawing(annotation: Dict, kind: string, look: Value | undefined, copier: Copier): Dict {
  const words = kind === "FreeText" && !look;
  const shape = copier.pick(annotation, words ? { ...SHAPE, ...WORDS } : SHAPE);
  const appearance = look && new Map([["N", look]]);
  return new Map([...shape, ["Subtype", new Name(DRAWINGS.has(kind) ? "Stamp" : kind)], ...entry("AP", appearance)]);
}

const entry = (key: string, value: Value | undefined): [string, Value][] => (value === undefined ? [] : [[key, value]]);

/** The one appearance that is shown; other states of a button are not kept. Still of the original. */
function lookOf(annotation: Dict, copier: Copier): Value | undefined {
  const looks = dictOf(copier.get(annotation, "AP"));
  const usual = copier.get(looks, "N");
  if (usual instanceof Stream) return looks.get("N");
  const state = named(copier.get(annotation, "AS"));
  return isDict(usual) && copier.get(usual, state) instanceof Stream ? usual.get(state) : undefined;
}

/** A field with words but without appearance is drawn by each viewer in its own way: nothing to keep. */
function checkEmpty(annotation: Dict, copier: Copier): void {
  let field = annotation;
  for (let hops = 0; hops < 32 && field.size; hops++) {
    const value = copier.get(field, "V");
    if (value instanceof Text && value.bytes.length && copier.get(annotation, "AP") === null) throw new CleaningError("no_clean_way");
    field = dictOf(copier.get(field, "Parent"));
  }
}
