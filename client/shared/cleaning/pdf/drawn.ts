/**
 * Anything with a content stream: cleans it, and carries over only the resources that it names.
 */
import { cleanContent, type Content } from "./content.ts";
import { type Copier, deflated, type Rule, type Table } from "./copier.ts";
import { resourceRules } from "./resource_kinds.ts";
import { type Dict, dictOf, isDict, named, Stream, type Value } from "./values.ts";

/** The stream by its table, drawn with resources of its own. */
export function drawn(stream: Stream, table: Table, copier: Copier): Stream {
  const resources = dictOf(copier.get(stream.dict, "Resources"));
  const content = contentOf(copier.plain(stream), resources, copier);
  const bare = new Map([...stream.dict].filter(([key]) => key !== "Resources"));
  const dict = copier.pick(bare, table);
  return deflated(dict.set("Resources", resourcesOf(resources, content.names, copier)), content.bytes);
}

export function contentOf(bytes: Uint8Array, resources: Dict, copier: Copier): Content {
  const layers = dictOf(copier.get(resources, "Properties"));
  return cleanContent(bytes, (name) => copier.layers.isHidden(layers.get(name)));
}

/** Resources under the names in use; all of them where something inside leans on its page's. */
export function resourcesOf(resources: Dict, names: Set<string>, copier: Copier): Dict {
  const whole = leansOnThese(resources, copier);
  const kept: Dict = new Map();
  for (const [kind, rule] of Object.entries(resourceRules())) {
    const entries = dictOf(copier.get(resources, kind));
    const used = [...entries].filter(([name]) => whole || names.has(name) || /^Default(Gray|RGB|CMYK)$/.test(name));
    if (used.length) kept.set(kind, carried(used, rule, copier));
  }
  return kept;
}

function carried(entries: [string, Value][], rule: Rule, copier: Copier): Dict {
  const pairs = entries.map(([name, value]): [string, Value | undefined] => [name, copier.copy(value, rule)]);
  return new Map(pairs.filter((pair): pair is [string, Value] => pair[1] !== undefined));
}

/** Forms and Type 3 fonts of old files may use the resources of whoever draws them. */
function leansOnThese(resources: Dict, copier: Copier): boolean {
  const kinds = ["XObject", "Font", "Pattern"].map((kind) => dictOf(copier.get(resources, kind)));
  return kinds.some((entries) => [...entries.values()].some((value) => isBare(copier.source.get(value), copier)));
}

function isBare(value: Value, copier: Copier): boolean {
  const dict = dictOf(value);
  const draws = value instanceof Stream ? named(copier.get(dict, "Subtype")) !== "Image" : named(copier.get(dict, "Subtype")) === "Type3";
  return draws && !isDict(copier.get(dict, "Resources"));
}
