/**
 * Content types and relationships (ECMA-376 part 2 §6.5, §7.2): read for what leads to a part
 * inside the package, and written again for exactly the parts that are kept.
 */
import { CleaningError } from "../../types.ts";
import { decodeXml } from "../xml/decode.ts";
import { type Element, elements } from "../xml/elements.ts";
import { escapeValue } from "../xml/escape.ts";
import type { Package } from "../zip/read.ts";

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PREFIXES = new Map([
  [`${PACKAGE}/content-types`, "t"],
  [`${PACKAGE}/relationships`, "rel"],
]);
const OURS = /^http:\/\/(schemas\.openxmlformats\.org\/officeDocument\/2006|purl\.oclc\.org\/ooxml\/officeDocument)\/relationships\/(\w+)$/;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const CONTENT_TYPES = "[Content_Types].xml";

export interface Relation {
  id: string;
  /** The last word of the type; empty for the types of others. */
  kind: string;
  /** A part's name; null for what is outside of the package. */
  target: string | null;
}

function* starts(bytes: Uint8Array): Generator<Element> {
  for (const piece of elements(decodeXml(bytes), PREFIXES)) if ("start" in piece) yield piece.start;
}

/** Answers what type a part is declared to have. */
export function readTypes(zip: Package): (part: string) => string {
  const byPart = new Map<string, string>();
  const byEnding = new Map<string, string>();
  for (const { name, attributes } of starts(zip.read(CONTENT_TYPES))) {
    const type = attributes.get("ContentType") ?? "";
    if (name === "t:Override") byPart.set((attributes.get("PartName") ?? "").slice(1).toLowerCase(), type);
    if (name === "t:Default") byEnding.set((attributes.get("Extension") ?? "").toLowerCase(), type);
  }
  return (part) => {
    const low = part.toLowerCase();
    return byPart.get(low) ?? byEnding.get(low.slice(low.lastIndexOf(".") + 1)) ?? "";
  };
}

export function relationsName(part: string): string {
  const at = part.lastIndexOf("/") + 1;
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
}

/** The relationships of a part, or of the package for "". */
export function readRelations(zip: Package, part: string): Relation[] {
  const file = find(zip, relationsName(part));
  if (!file) return [];
  const relations: Relation[] = [];
  for (const { name, attributes } of starts(zip.read(file))) {
    if (name !== "rel:Relationship") continue;
    const outside = attributes.get("TargetMode") === "External";
    relations.push({
      id: attributes.get("Id") ?? "",
      kind: OURS.exec(attributes.get("Type") ?? "")?.[2] ?? "",
      target: outside ? null : find(zip, resolve(part, attributes.get("Target") ?? "")),
    });
  }
  if (new Set(relations.map(({ id }) => id)).size !== relations.length) throw new CleaningError("broken");
  return relations;
}

/** Names of parts are equal in any case (ECMA-376 part 2 §6.2.2.3). */
function find(zip: Package, name: string): string | null {
  if (zip.has(name)) return name;
  return zip.names.find((other) => other.toLowerCase() === name.toLowerCase()) ?? null;
}

function resolve(source: string, target: string): string {
  const path = target.startsWith("/") ? [] : source.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") path.pop();
    else if (step && step !== ".") path.push(step);
  }
  return path.join("/");
}

/** `links` are ids, kinds and the names of parts; a name alone is absolute and needs no path. */
export function writeRelations(links: [id: string, kind: string, part: string][]): Uint8Array {
  const rows = links.map(
    ([id, kind, part]) => `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="/${escapeValue(part)}"/>`,
  );
  const all = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${rows.join("")}</Relationships>`;
  return new TextEncoder().encode(all);
}

export function writeTypes(parts: [part: string, type: string][]): Uint8Array {
  const rows = parts.map(([part, type]) => `<Override PartName="/${part}" ContentType="${type}"/>`);
  const rels = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`;
  const all = `${HEAD}<Types xmlns="${PACKAGE}/content-types">${rels}${rows.join("")}</Types>`;
  return new TextEncoder().encode(all);
}
