/**
 * Cleaning office documents. What a ZIP is, is told from what it holds; a plain archive is not
 * opened, since what is in it must be looked at file by file.
 *
 * What a reader can bring to the screen stays as it was: hidden text, rows, sheets and slides,
 * notes of speakers, footnotes. Comments and changes go with their authors: comments are written
 * to colleagues, name them, and are seen by nobody who opens the file on a phone.
 */
import { latin, le32 } from "../bytes.ts";
import { CleaningError, type CleanResult, type Mode } from "../types.ts";
import { cleanOdf, odfKind } from "./odf/clean.ts";
import { type Cleaned, cleanOoxml } from "./ooxml/clean.ts";
import { CONTENT_TYPES } from "./ooxml/relations.ts";
import { MAX_FILE } from "./limits.ts";
import { verifyOffice } from "./verify/index.ts";
import { type Package, readPackage } from "./zip/read.ts";
import { writePackage } from "./zip/write.ts";

/** Word's and Excel's old format, which is also the envelope of documents with a password. */
const OLE = 0xe011cfd0;
const ENCRYPTED_STREAM = [..."EncryptedPackage"].join("\0");

/** Throws CleaningError and nothing else. The mode makes no difference to documents. */
export async function cleanOffice(file: Blob, _mode: Mode): Promise<CleanResult> {
  if (!file.size) throw new CleaningError("empty");
  if (file.size > MAX_FILE) throw new CleaningError("too_large");
  const b = new Uint8Array(await file.arrayBuffer());
  const found = new Set<string>();
  const { files, type, extension } = remake(b, found);
  const bytes = writePackage(files);
  if (!verifyOffice(bytes, extension)) throw new CleaningError("not_clean");
  const removed = [...found].sort();
  return { bytes, type, extension, removed, bytesBefore: file.size, width: 0, height: 0 };
}

function remake(b: Uint8Array, found: Set<string>): Cleaned {
  if (le32(b, 0) === OLE) throw new CleaningError(isLocked(b) ? "encrypted" : "type_unsupported");
  const zip = readPackage(b);
  if (zip.dated) found.add("time");
  if (zip.has(CONTENT_TYPES)) return cleanOoxml(zip, found);
  if (zip.has("_rels/.rels")) throw new CleaningError("broken");
  const mimetype = mimetypeOf(zip);
  const kind = odfKind(mimetype);
  if (kind) return cleanOdf(zip, kind, found);
  throw new CleaningError(mimetype ? "type_unsupported" : "archive");
}

/** Folders of the old format may stand anywhere: looked for in pieces that overlap. */
function isLocked(b: Uint8Array): boolean {
  for (let at = 0; at < b.length; at += 65000) {
    if (latin(b, at, at + 65536).includes(ENCRYPTED_STREAM)) return true;
  }
  return false;
}

function mimetypeOf(zip: Package): string {
  if (!zip.has("mimetype") || zip.size("mimetype") > 256) return "";
  const bytes = zip.read("mimetype");
  return latin(bytes, 0, bytes.length).trim();
}
