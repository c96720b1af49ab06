/**
 * What an OOXML package says about people besides its text, from the parts that are left behind.
 */
import { latin } from "../../bytes.ts";
import type { Package } from "../zip/read.ts";

const BY_NAME: [word: string, name: RegExp][] = [
  ["thumbnail", /(^|\/)thumbnail\./i],
  ["author", /people\.xml$|persons?\/|commentAuthors|userNames/i],
  ["text", /comments|customXml\/item|docProps\/custom|\/tags\//i],
  ["device", /printerSettings/i],
  ["other", /vbaProject|embeddings\/|activeX|externalLinks\/|connections\.xml|customData|\/media\/.*\.(mp4|mp3|wav|m4a|mov|wmv)$/i],
];
const PROPERTIES: [word: string, filled: RegExp][] = [
  ["author", /<(dc:creator|cp:lastModifiedBy|Company|Manager)>[^<]/],
  ["time", /<(dcterms:\w+|cp:lastPrinted|TotalTime)[^>]*>[^<]/],
  ["device", /<(Application|AppVersion|Template)>[^<]/],
  ["text", /<(dc:(title|subject|description)|cp:(keywords|category))>[^<]/],
];

export function propertyWords(zip: Package, found: Set<string>): void {
  for (const [word, name] of BY_NAME) if (zip.names.some((one) => name.test(one))) found.add(word);
  for (const name of zip.names.filter((one) => /^docProps\/(core|app)\.xml$/i.test(one))) {
    const bytes = zip.read(name);
    const xml = latin(bytes, 0, bytes.length);
    for (const [word, filled] of PROPERTIES) if (filled.test(xml)) found.add(word);
  }
}
