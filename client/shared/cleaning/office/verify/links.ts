/**
 * Whether the files of a document fit together: every reference leads to one of them, and there is
 * none that nothing refers to, which would be a place to hide.
 */
type Files = Record<string, Uint8Array>;

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());
const all = (xml: string, pattern: RegExp): string[] => [...xml.matchAll(pattern)].map((one) => one[1] ?? "");
const equal = (left: Set<string>, right: Set<string>): boolean =>
  left.size === right.size && [...left].every((one) => right.has(one));

const isList = (name: string): boolean => name.endsWith(".rels") || name === "[Content_Types].xml";

export function checkOoxml(files: Files): boolean {
  const parts = new Set(Object.keys(files).filter((name) => !isList(name)));
  const typed = new Set(all(text(files["[Content_Types].xml"]), /<Override PartName="\/([^"]+)"/g));
  const lists = Object.keys(files).filter((name) => name.endsWith(".rels"));
  const targets = new Set(lists.flatMap((name) => all(text(files[name]), / Target="\/([^"]+)"/g)));
  return equal(parts, typed) && equal(parts, targets) && [...parts].every((part) => checkIds(part, files));
}

/** Every id that a part uses is in its list of relationships. */
function checkIds(part: string, files: Files): boolean {
  if (!part.endsWith(".xml")) return true;
  const at = part.lastIndexOf("/") + 1;
  const list = text(files[`${part.slice(0, at)}_rels/${part.slice(at)}.rels`]);
  const known = new Set(all(list, / Id="([^"]+)"/g));
  return all(text(files[part]), / r:\w+="([^"]*)"/g).every((id) => known.has(id));
}

export function checkOdf(files: Files, names: string[]): boolean {
  const manifest = text(files["META-INF/manifest.xml"]);
  const listed = all(manifest, /manifest:full-path="([^"]+)"/g).filter((path) => !path.endsWith("/"));
  const parts = names.filter((name) => !/^(mimetype|META-INF\/manifest\.xml)$/.test(name));
  const type = /manifest:full-path="\/"[^>]* manifest:media-type="([^"]+)"/.exec(manifest)?.[1];
  return names[0] === "mimetype" && text(files.mimetype) === type && equal(new Set(listed), new Set(parts));
}
