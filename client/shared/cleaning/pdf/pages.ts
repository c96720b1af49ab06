/**
 * The pages in order, each with what it inherited from the tree above it (ISO 32000-1 §7.7.3); in
 * the new file one flat list.
 */
import { CleaningError } from "../types.ts";
import { annotationsOf } from "./annotations.ts";
import { type Copier, deflated, type Table } from "./copier.ts";
import { contentOf, resourcesOf } from "./drawn.ts";
import { join } from "./inflate.ts";
import { MAX_OBJECTS } from "./limits.ts";
import { number, numbers, oneOf } from "./rules.ts";
import { group } from "./rules_state.ts";
import type { Source } from "./source.ts";
import { type Dict, dictOf, isDict, Name, named, Ref, Stream, type Value } from "./values.ts";

const INHERITED = ["Resources", "MediaBox", "CropBox", "Rotate"];
const PAGE: Table = {
  Type: oneOf("Page"), MediaBox: numbers, CropBox: numbers, BleedBox: numbers, TrimBox: numbers, ArtBox: numbers,
  Rotate: number, UserUnit: number, Group: group,
};

export interface Leaf {
  /** Its number in the original, 0 when it had none. */
  id: number;
  dict: Dict;
}

/** Depth first; a page may stand in the tree twice, a node with pages below it not. Throws CleaningError `too_large`. */
export function leavesOf(source: Source, catalog: Dict): Leaf[] {
  const leaves: Leaf[] = [];
  const seen = new Set<Value>();
  const waiting: { value: Value; above: Dict }[] = [{ value: catalog.get("Pages") ?? null, above: new Map() }];
  while (waiting.length) {
    const { value, above } = waiting.pop()!;
    const node = source.get(value);
    if (!isDict(node) || seen.has(node)) continue;
    const kids = source.get(node.get("Kids"));
    if (Array.isArray(kids)) seen.add(node);
    const known = inherited(node, above);
    if (Array.isArray(kids)) for (const kid of [...kids].reverse()) waiting.push({ value: kid, above: known });
    else if (named(source.get(node.get("Type"))) !== "Pages") leaves.push({ id: value instanceof Ref ? value.id : 0, dict: new Map([...node, ...known]) });
    if (leaves.length + waiting.length > MAX_OBJECTS) throw new CleaningError("too_large");
  }
  return leaves;
}

function inherited(node: Dict, above: Dict): Dict {
  const known = new Map(above);
  for (const key of INHERITED) if (node.has(key)) known.set(key, node.get(key)!);
  return known;
}

/** Gives the number of the tree's one node. */
export function addPages(leaves: Leaf[], copier: Copier): Ref {
  const tree: Dict = new Map();
  const root = copier.add(tree);
  const kids = leaves.map(({ dict }) => copier.add(dict, () => page(dict, root, copier)));
  for (const [i, { id }] of leaves.entries()) if (id) copier.pages.set(id, kids[i]!);
  tree.set("Type", new Name("Pages")).set("Kids", kids).set("Count", kids.length);
  return root;
}

function page(dict: Dict, parent: Ref, copier: Copier): Dict {
  const resources = dictOf(copier.get(dict, "Resources"));
  const content = contentOf(contents(dict, copier), resources, copier);
  const table: Table = {
    ...PAGE,
    Contents: () => copier.add(deflated(new Map(), content.bytes)),
    Resources: () => resourcesOf(resources, content.names, copier),
    Annots: () => annotationsOf(dict, copier),
  };
  if (copier.source.get(dict.get("Metadata"))) copier.found.xmp(copier.get(dict, "Metadata"));
  const now = new Map(dict).set("Resources", resources).set("Contents", true).set("Annots", true);
  return new Map([["Parent", parent], ...copier.pick(now, table), ["Type", new Name("Page")]]);
}

/** The parts as one: an operator may end in the next part. */
function contents(dict: Dict, copier: Copier): Uint8Array {
  const given = copier.get(dict, "Contents");
  const parts: Uint8Array[] = [];
  for (const item of Array.isArray(given) ? given : [given]) {
    const part = copier.source.get(item);
    if (part instanceof Stream) parts.push(copier.plain(part), Uint8Array.of(10));
  }
  return parts.length ? join(parts) : new Uint8Array();
}
