/**
 * What an OpenDocument says about people besides its text, from the parts that are left behind.
 */
import { latin } from "../../bytes.ts";
import type { Package } from "../zip/read.ts";

const BY_NAME: [word: string, name: RegExp][] = [
  ["thumbnail", /^Thumbnails\//],
  ["other", /^(Basic|Scripts|Dialogs)\/|^(META-INF\/.*signatures\.xml|manifest\.rdf|layout-cache)$/],
];
const PROPERTIES: [word: string, filled: RegExp][] = [
  ["author", /<(dc:creator|meta:initial-creator|meta:printed-by)>[^<]/],
  ["time", /<(dc:date|meta:creation-date|meta:print-date|meta:editing-duration)>[^<]/],
  ["device", /<meta:generator>[^<]|PrinterName/],
  ["text", /<(dc:(title|subject|description)|meta:keyword|meta:user-defined[^>]*)>[^<]/],
];

export function propertyWords(zip: Package, found: Set<string>): void {
  for (const [word, name] of BY_NAME) if (zip.names.some((one) => name.test(one))) found.add(word);
  for (const name of ["meta.xml", "settings.xml"].filter((one) => zip.has(one))) {
    const bytes = zip.read(name);
    const xml = latin(bytes, 0, bytes.length);
    for (const [word, filled] of PROPERTIES) if (filled.test(xml)) found.add(word);
  }
}
