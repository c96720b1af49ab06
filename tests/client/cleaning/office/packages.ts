/**
 * Documents with a canary in every place that tells about people, beside text that must stay.
 */
import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { cleanOffice } from "../../../../client/shared/cleaning/office/index.ts";
import type { CleanResult } from "../../../../client/shared/cleaning/types.ts";

export type Files = Record<string, string | Uint8Array>;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.";

export const W = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" mc:Ignorable="w14"`;
export const X = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"`;
export const P = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${OFFICE}"`;

/** A 1×1 PNG with a text chunk that holds a canary. */
export const PNG = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAAE3RFWHRBdXRob3IAQ2FuYXJ5UGl4ZWxzpPShlAAAAApJREFUeJxjaAAAAIIAgXfNcrYAAAAASUVORK5CYII="),
  (letter) => letter.charCodeAt(0),
);

export const part = (type: string, path: string): [string, string] => [path, `${TYPE}${type}+xml`];

export function types(...overrides: [path: string, type: string][]): string {
  const rows = overrides.map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`).join("");
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="application/octet-stream"/>${rows}</Types>`;
}

/** `rows` are [id, kind, target]; a kind with "://" is a whole type, a target with it is outside. */
export function rels(...rows: [id: string, kind: string, target: string][]): string {
  const xml = rows.map(([id, kind, target]) => {
    const outside = target.includes("://") ? ' TargetMode="External"' : "";
    const type = kind.includes("://") ? kind : `${OFFICE}/${kind}`;
    return `<Relationship Id="${id}" Type="${type}" Target="${target}"${outside}/>`;
  });
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${xml.join("")}</Relationships>`;
}

export const CORE: Files = {
  "docProps/core.xml": `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Canary Creator</dc:creator><dc:title>Canary Title</dc:title></cp:coreProperties>`,
  "docProps/app.xml": `${HEAD}<Properties><Company>Canary Company</Company><Application>Canary Office</Application></Properties>`,
  "docProps/thumbnail.jpeg": "Canary thumbnail",
  "customXml/item1.xml": "<x>Canary custom</x>",
};

/** Packed with today's date, extra fields and a comment on every entry. */
export function pack(files: Files): Uint8Array<ArrayBuffer> {
  const list: Zippable = {};
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" ? strToU8(content) : content;
    list[name] = [bytes, { mtime: "2024-03-14T09:26:53Z", extra: { 0x5455: strToU8("Canary") }, comment: "Canary" }];
  }
  return zipSync(list) as Uint8Array<ArrayBuffer>;
}

export const clean = (files: Files): Promise<CleanResult> => cleanBytes(pack(files));
export const cleanBytes = (bytes: Uint8Array<ArrayBuffer>): Promise<CleanResult> =>
  cleanOffice(new Blob([bytes]), "full");

/** The files of a result as text. */
export function unpack(bytes: Uint8Array): Record<string, string> {
  const files = Object.entries(unzipSync(bytes));
  return Object.fromEntries(files.map(([name, content]) => [name, new TextDecoder("latin1").decode(content)]));
}

/** Where a canary is left: names of files, "(outside)" for the package's own bytes. */
export function canaries(bytes: Uint8Array): string[] {
  const left = Object.entries(unpack(bytes)).filter(([name, text]) => /canary/i.test(name + text));
  const outside = /canary/i.test(new TextDecoder("latin1").decode(bytes)) ? ["(outside)"] : [];
  return [...left.map(([name]) => name), ...outside];
}
