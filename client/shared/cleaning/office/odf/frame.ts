/**
 * The parts of an OpenDocument that are the same for everybody: an empty description, empty
 * settings, and the manifest.
 */
import { escapeValue } from "../xml/escape.ts";

const OASIS = "urn:oasis:names:tc:opendocument:xmlns:";
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const encode = (text: string): Uint8Array => new TextEncoder().encode(HEAD + text);

export const empty = (): [name: string, bytes: Uint8Array][] =>
  ["meta", "settings"].map((name) => [
    `${name}.xml`,
    encode(`<office:document-${name} xmlns:office="${OASIS}office:1.0" office:version="1.3"><office:${name}/></office:document-${name}>`),
  ]);

/** `types` are paths (folders of objects with a slash at the end) and their media types. */
export function manifest(whole: string, types: [path: string, type: string][]): Uint8Array {
  const row = (path: string, type: string, version = ""): string =>
    `<manifest:file-entry manifest:full-path="${escapeValue(path)}"${version} manifest:media-type="${type}"/>`;
  const rows = types.map(([path, type]) => row(path, type)).join("");
  const root = row("/", whole, ' manifest:version="1.3"');
  return encode(
    `<manifest:manifest xmlns:manifest="${OASIS}manifest:1.0" manifest:version="1.3">${root}${rows}</manifest:manifest>`,
  );
}
