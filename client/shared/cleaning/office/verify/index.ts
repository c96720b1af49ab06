/**
 * A second opinion on what cleaning wrote, with none of its code: the package byte by byte, then
 * each file in it. Whatever is not known to be harmless here keeps the document from leaving.
 */
import { unzipSync } from "fflate";
import { checkEntries } from "./entries.ts";
import { checkOdf, checkOoxml } from "./links.ts";
import { checkPicture, checkXml } from "./parts.ts";

const NAMES: Record<string, RegExp> = {
  docx: /^(\[Content_Types\]\.xml|_rels\/\.rels|word\/(_rels\/)?[a-zA-Z]+\d*\.xml(\.rels)?|word\/(theme|charts|diagrams)\/(_rels\/)?[a-zA-Z]+\d*\.xml(\.rels)?|word\/media\/image\d+\.(png|jpeg|gif|webp))$/,
  xlsx: /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(_rels\/)?[a-zA-Z]+\d*\.xml(\.rels)?|xl\/(worksheets|chartsheets|tables|drawings|theme|charts|diagrams)\/(_rels\/)?[a-zA-Z]+\d*\.xml(\.rels)?|xl\/media\/image\d+\.(png|jpeg|gif|webp))$/,
  pptx: /^(\[Content_Types\]\.xml|_rels\/\.rels|ppt\/(_rels\/)?[a-zA-Z]+\d*\.xml(\.rels)?|ppt\/(slides|slideLayouts|slideMasters|notesSlides|notesMasters|theme|charts|diagrams)\/(_rels\/)?[a-zA-Z]+\d*\.xml(\.rels)?|ppt\/media\/image\d+\.(png|jpeg|gif|webp))$/,
};
const ODF = /^(mimetype|META-INF\/manifest\.xml|(Object \d+\/)?(content|styles)\.xml|(meta|settings)\.xml|(Object \d+\/)?Pictures\/\d+\.(png|jpeg|gif|webp))$/;

/** Whether `bytes` is a document of the kind that `extension` says, and nothing else. */
export function verifyOffice(bytes: Uint8Array, extension: string): boolean {
  try {
    const names = checkEntries(bytes);
    const files = unzipSync(bytes);
    const allowed = NAMES[extension] ?? ODF;
    const fine = names.every((name) => allowed.test(name) && checkFile(name, files[name]));
    return fine && (NAMES[extension] ? checkOoxml(files) : checkOdf(files, names));
  } catch {
    return false;
  }
}

function checkFile(name: string, bytes: Uint8Array | undefined): boolean {
  if (!bytes) return false;
  if (name === "mimetype") return bytes.length < 80;
  return /\.(xml|rels)$/.test(name) ? checkXml(bytes) : checkPicture(name, bytes);
}
