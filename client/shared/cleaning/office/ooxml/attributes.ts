/**
 * Which attributes of OOXML stay. Those here are about writers, revisions and files, or are seen
 * by nobody; ids that identify a copy are numbered anew.
 */
import type { Element } from "../xml/elements.ts";

const ABOUT_WRITERS =
  /^(w:(rsid\w*|author|initials|date|ed|edGrp|tooltip|tgtFrame|docLocation|history|displacedByCustomXml|dirty)|w14:(paraId|textId|anchorId|conflictIns|conflictDel)|wp14:(anchorId|editId)|(author|userName|refreshedBy|uid|codeName|descr|tooltip|display|macro|dirty|err|smtClean|bmk|published|comment|description|help|statusBar|shortcutKey|lastEdited|connectionId|queryTableFieldId|cm|vm|ph))$/;
/** VML (ECMA-376 part 4 §14): what draws. Titles, links and packed copies of the shape are not. */
const VML =
  /^(id|type|style|fillcolor|filled|stroked|strokecolor|strokeweight|stroke|path|adj|coordsize|coordorigin|points|from|to|control|arcsize|opacity|color|color2|on|v|string|fitshape|fitpath|trim|xscale|aspectratio|cropleft|croptop|cropright|cropbottom|gain|blacklevel|grayscale|inset|wrapcoords|allowincell|position|polar|xrange|yrange|eqn|textpathok|gradientshapeok|limo|joinstyle|dashstyle|endarrow|startarrow|angle|focus|method|r:id|r:pict|v:ext|o:(spt|preferrelative|connecttype|extrusionok|allowincell|allowoverlap|hr|hrstd|hralign|hrnoshade|hrpct|bullet|insetmode|detectmouseclick|lockpath))$/;
const GUID = /^\{[\dA-Fa-f]{8}(-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}\}$/;
/** Styles of tables are named by a GUID everywhere. */
const SHARED = /^(def|styleId|uri)$/;
const PAINTED = /:(cNvPr|docPr)$/;

/** The same number for the same GUID, as long as one part lasts. */
export type Numbering = Map<string, string>;

function renumber(value: string, numbering: Numbering): string {
  const known = numbering.get(value.toUpperCase());
  if (known) return known;
  const fresh = `{00000000-0000-0000-0000-${(numbering.size + 1).toString(16).padStart(12, "0").toUpperCase()}}`;
  numbering.set(value.toUpperCase(), fresh);
  return fresh;
}

/** Leaves in `element` the attributes that stay. Answers whether anything about writers was there. */
export function keepAttributes(element: Element, numbering: Numbering): boolean {
  let found = false;
  for (const [name, value] of element.attributes) {
    if (isUnwanted(element.name, name)) {
      element.attributes.delete(name);
      found ||= /author|initials|userName|refreshedBy/.test(name);
    } else if (GUID.test(value) && !SHARED.test(name)) {
      element.attributes.set(name, renumber(value, numbering));
    }
  }
  if (PAINTED.test(element.name)) neutralName(element);
  return found;
}

function isUnwanted(element: string, name: string): boolean {
  if (/^(\?|mc):/.test(name) || ABOUT_WRITERS.test(name)) return true;
  return /^[vo]:/.test(element) && !VML.test(name);
}

/** Pictures are named after files, and described by what their program guessed. */
function neutralName({ attributes }: Element): void {
  attributes.delete("title");
  if (attributes.has("name")) attributes.set("name", "");
}
