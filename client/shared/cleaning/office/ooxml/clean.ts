/**
 * A Word, Excel or PowerPoint file made anew: from the main part along the relationships that are
 * known, each part rewritten, and only what a rewritten part still refers to is visited.
 */
import { CleaningError } from "../../types.ts";
import { innerPicture } from "../pictures.ts";
import { decodeXml } from "../xml/decode.ts";
import { rewrite } from "../xml/rewrite.ts";
import type { Package } from "../zip/read.ts";
import type { Written } from "../zip/write.ts";
import { Paths } from "./paths.ts";
import { type Application, application, mimeOf, type PartKind } from "./parts.ts";
import {
  CONTENT_TYPES, type Relation, readRelations, readTypes, relationsName, writeRelations, writeTypes,
} from "./relations.ts";
import { ooxmlRules } from "./rules.ts";
import { propertyWords } from "./words.ts";

/**
 * Parts that belong to another without being named in its text, as "path>kind". A slide that a
 * presentation no longer lists is none of them: it was deleted.
 */
const IMPLIED =
  />(styles|settings|numbering|fontTable|footnotes|endnotes|theme|sharedStrings|tableStyles)$|\/slide\d+\.xml>(slideLayout|notesSlide)$|\/slideLayout\d+\.xml>slideMaster$|\/notesSlide\d+\.xml>(slide|notesMaster)$/;

export interface Cleaned {
  files: Written[];
  type: string;
  extension: string;
}

interface Job {
  source: string;
  path: string;
}

class Copy {
  readonly files: Written[] = [];
  readonly types: [string, string][] = [];
  readonly paths = new Paths();
  readonly jobs: Job[] = [];
  readonly typeOf: (part: string) => string;
  readonly zip: Package;
  readonly app: Application;
  readonly found: Set<string>;

  constructor(zip: Package, typeOf: (part: string) => string, app: Application, found: Set<string>) {
    this.zip = zip;
    this.typeOf = typeOf;
    this.app = app;
    this.found = found;
  }

  add(path: string, type: string, bytes: Uint8Array): void {
    this.files.push({ name: path, bytes });
    this.types.push([path, type]);
  }

  /** Whether the part behind a relationship is one that is kept. */
  kindOf({ kind, target }: Relation): PartKind | null {
    const known = this.app.parts.get(kind);
    if (!known || !target || !this.zip.size(target)) return null;
    return known.type === "image" || known.type === this.typeOf(target) ? known : null;
  }

  /** The new path of a part, which is rewritten later if it is met for the first time. */
  visit(source: string, kind: PartKind): string {
    const known = this.paths.of(source);
    if (known) return known;
    if (kind.type === "image") return this.#picture(source, kind);
    const path = this.paths.take(source, kind.path);
    this.jobs.push({ source, path });
    this.types.push([path, kind.type]);
    return path;
  }

  #picture(source: string, kind: PartKind): string {
    const { bytes, ending, type } = innerPicture(this.zip.read(source), this.found);
    const path = this.paths.take(source, `${kind.path}.${ending}`);
    this.add(path, type, bytes);
    return path;
  }

  rewrite({ source, path }: Job): void {
    const relations = readRelations(this.zip, source).filter((one) => this.kindOf(one));
    const ids = new Map(relations.map(({ id }, index) => [id, `rId${index + 1}`]));
    const used = new Set(relations.filter(({ kind }) => IMPLIED.test(`${path}>${kind}`)).map(({ id }) => id));
    const links = { get: (id: string) => (ids.has(id) ? (used.add(id), ids.get(id)) : undefined) };
    const xml = rewrite(decodeXml(this.zip.read(source)), ooxmlRules(links, this.found));
    if (xml === null) throw new CleaningError("broken");
    this.files.push({ name: path, bytes: new TextEncoder().encode(xml) });
    const kept = relations.filter(({ id }) => used.has(id));
    if (!kept.length) return;
    const rows = kept.map((one): [string, string, string] => [
      ids.get(one.id)!, one.kind, this.visit(one.target!, this.kindOf(one)!),
    ]);
    this.files.push({ name: relationsName(path), bytes: writeRelations(rows) });
  }
}

/** Throws CleaningError. Words for what was found go into `found`. */
export function cleanOoxml(zip: Package, found: Set<string>): Cleaned {
  const typeOf = readTypes(zip);
  const main = readRelations(zip, "").find(({ kind }) => kind === "officeDocument")?.target;
  if (!main) throw new CleaningError("broken");
  const app = application(typeOf(main));
  if (!app) throw new CleaningError("type_unsupported");
  propertyWords(zip, found);
  const copy = new Copy(zip, typeOf, app, found);
  const path = copy.visit(main, app.main);
  for (let job = copy.jobs.shift(); job; job = copy.jobs.shift()) copy.rewrite(job);
  const root = writeRelations([["rId1", "officeDocument", path]]);
  return {
    files: [
      { name: CONTENT_TYPES, bytes: writeTypes(copy.types) },
      { name: relationsName(""), bytes: root },
      ...copy.files,
    ],
    type: mimeOf(app),
    extension: app.extension,
  };
}
