/**
 * An OpenDocument file made anew: content and styles rewritten, the pictures and charts that they
 * refer to, an empty description, and a manifest of exactly that (ODF 1.3 part 2 §3, §4).
 */
import { latin } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import type { Cleaned } from "../ooxml/clean.ts";
import { innerPicture } from "../pictures.ts";
import { decodeXml } from "../xml/decode.ts";
import { rewrite } from "../xml/rewrite.ts";
import type { Package } from "../zip/read.ts";
import type { Written } from "../zip/write.ts";
import { empty, manifest } from "./frame.ts";
import { odfRules } from "./rules.ts";
import { propertyWords } from "./words.ts";

const TYPE = "application/vnd.oasis.opendocument.";
const KINDS = new Map([["text", "odt"], ["spreadsheet", "ods"], ["presentation", "odp"], ["graphics", "odg"]]);
const OBJECT_TYPE = /^application\/vnd\.oasis\.opendocument\.(chart|formula|spreadsheet|text|graphics|presentation)$/;

class Copy {
  readonly files: Written[] = [];
  readonly types: [path: string, type: string][] = [];
  readonly zip: Package;
  readonly found: Set<string>;
  readonly #paths = new Map<string, string>();
  readonly #objects: [source: string, folder: string][] = [];

  constructor(zip: Package, found: Set<string>) {
    this.zip = zip;
    this.found = found;
  }

  add(name: string, type: string, bytes: Uint8Array): void {
    this.files.push({ name, bytes });
    this.types.push([name, type]);
  }

  /** The XML of a document in `source`, "" for the whole one. Objects in it are kept for later. */
  document(source: string, folder: string): void {
    for (const name of ["content.xml", "styles.xml"]) {
      if (!this.zip.has(source + name)) continue;
      const rules = odfRules((href) => this.#locate(href, source, folder), this.found);
      const xml = rewrite(decodeXml(this.zip.read(source + name)), rules);
      if (xml === null) throw new CleaningError("broken");
      this.add(folder + name, "text/xml", new TextEncoder().encode(xml));
    }
  }

  objects(): void {
    for (let next = this.#objects.shift(); next; next = this.#objects.shift()) this.document(...next);
  }

  #locate(href: string, source: string, folder: string): string | undefined {
    if (/^[a-z][\w+.-]*:|^\/|\.\./i.test(href)) return undefined;
    const path = source + unquote(href).replace(/^\.\//, "");
    if (this.zip.has(`${path}/content.xml`)) return this.#object(`${path}/`, folder);
    return this.zip.has(path) ? this.#picture(path, folder) : undefined;
  }

  #object(source: string, folder: string): string | undefined {
    const type = mediaTypes(this.zip).get(source) ?? "";
    if (folder || !OBJECT_TYPE.test(type)) return undefined;
    const known = this.#paths.get(source);
    if (known) return known;
    const path = `Object ${this.#paths.size + 1}`;
    this.#paths.set(source, path);
    this.types.push([`${path}/`, type]);
    this.#objects.push([source, `${path}/`]);
    return path;
  }

  #picture(source: string, folder: string): string {
    const known = this.#paths.get(folder + source);
    if (known) return known;
    const { bytes, ending, type } = innerPicture(this.zip.read(source), this.found);
    const path = `Pictures/${this.#paths.size + 1}.${ending}`;
    this.#paths.set(folder + source, path);
    this.add(folder + path, type, bytes);
    return path;
  }
}

function unquote(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

/** What the old manifest says that folders and files are. */
function mediaTypes(zip: Package): Map<string, string> {
  const bytes = zip.has("META-INF/manifest.xml") ? zip.read("META-INF/manifest.xml") : new Uint8Array();
  const types = new Map<string, string>();
  for (const [entry] of latin(bytes, 0, bytes.length).matchAll(/<manifest:file-entry[^>]*>/g)) {
    const value = (name: string): string => new RegExp(`manifest:${name}="([^"]*)"`).exec(entry)?.[1] ?? "";
    types.set(value("full-path"), value("media-type"));
  }
  return types;
}

function isEncrypted(zip: Package): boolean {
  if (zip.has("encrypted-package")) return true;
  return zip.has("META-INF/manifest.xml") && /<manifest:encryption-data\b/.test(decodeXml(zip.read("META-INF/manifest.xml")));
}

/** The kind of an OpenDocument, "text" or so; null for none that is known. */
export function odfKind(mimetype: string): string | null {
  const name = mimetype.startsWith(TYPE) ? mimetype.slice(TYPE.length).replace(/-template$/, "") : "";
  return KINDS.has(name) ? name : null;
}

/** Throws CleaningError. Words for what was found go into `found`. */
export function cleanOdf(zip: Package, kind: string, found: Set<string>): Cleaned {
  if (isEncrypted(zip)) throw new CleaningError("encrypted");
  if (!zip.has("content.xml")) throw new CleaningError("broken");
  propertyWords(zip, found);
  const type = TYPE + kind;
  const copy = new Copy(zip, found);
  copy.document("", "");
  copy.objects();
  for (const [name, bytes] of empty()) copy.add(name, "text/xml", bytes);
  const mimetype = { name: "mimetype", bytes: new TextEncoder().encode(type), stored: true };
  const list = { name: "META-INF/manifest.xml", bytes: manifest(type, copy.types) };
  return { files: [mimetype, ...copy.files, list], type, extension: KINDS.get(kind)! };
}
