/**
 * Links inside the document (ISO 32000-1 §12.3.2): whatever named place they go to, the new file
 * says page and position; names of places are not kept.
 */
import type { Copier, Rule } from "./copier.ts";
import { MAX_OBJECTS } from "./limits.ts";
import type { Source } from "./source.ts";
import { type Dict, dictOf, Name, named, Ref, Text, type Value } from "./values.ts";

const FITS = new Set(["XYZ", "Fit", "FitH", "FitV", "FitR", "FitB", "FitBH", "FitBV"]);
const known = new WeakMap<Source, Map<string, Value>>();

/** Where a link annotation goes, if that is a page of this file. */
export function targetOf(link: Dict, copier: Copier): Value | undefined {
  const action = dictOf(copier.get(link, "A"));
  const inside = named(copier.get(action, "S")) === "GoTo" ? copier.get(action, "D") : null;
  const given = copier.get(link, "Dest") ?? inside;
  return explicit(given instanceof Name || given instanceof Text ? placeNamed(given, copier) : given, copier);
}

const explicit: Rule = (value, copier) => {
  const place = Array.isArray(value) ? value : copier.get(dictOf(value), "D");
  if (!Array.isArray(place)) return undefined;
  const [page, fit, ...rest] = place;
  const target = page instanceof Ref ? copier.pages.get(page.id) : undefined;
  const how = copier.source.get(fit);
  if (!target || !(how instanceof Name) || !FITS.has(how.text)) return undefined;
  const positions = rest.slice(0, 4).map((item) => copier.source.get(item));
  return [target, how, ...positions.map((item) => (typeof item === "number" ? item : null))];
};

function placeNamed(name: Name | Text, copier: Copier): Value {
  const key = name instanceof Name ? name.text : String.fromCharCode(...name.bytes.subarray(0, 4096));
  return copier.source.get(placesOf(copier.source).get(key));
}

function placesOf(source: Source): Map<string, Value> {
  const places = known.get(source) ?? readPlaces(source);
  known.set(source, places);
  return places;
}

/** The dictionary of old files, and the tree of names of newer ones. */
function readPlaces(source: Source): Map<string, Value> {
  const catalog = dictOf(source.get(source.trailer.get("Root")));
  const places = new Map(dictOf(source.get(catalog.get("Dests"))));
  const nodes: Value[] = [source.get(dictOf(source.get(catalog.get("Names"))).get("Dests"))];
  for (let steps = 0; nodes.length && steps < MAX_OBJECTS; steps++) {
    const node = dictOf(nodes.pop());
    const [kids, pairs] = [source.get(node.get("Kids")), source.get(node.get("Names"))];
    if (Array.isArray(kids)) nodes.push(...kids.map((kid) => source.get(kid)));
    if (Array.isArray(pairs)) addPairs(pairs, places, source);
  }
  return places;
}

function addPairs(pairs: Value[], places: Map<string, Value>, source: Source): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const key = source.get(pairs[i]);
    if (key instanceof Text) places.set(String.fromCharCode(...key.bytes.subarray(0, 4096)), pairs[i + 1]!);
  }
}
