/**
 * Cleaning plain text and tables: one encoding, one kind of line end, one spelling of each letter,
 * and nothing that the eye does not see. Text with markup of its own is another matter.
 */
import { CleaningError, type CleanResult, type Mode } from "../types.ts";
import { decode } from "./decode.ts";
import { delimiter } from "./table.ts";
import { tidy } from "./tidy.ts";
import { verifyText } from "./verify.ts";

const MAX_BYTES = 16 << 20;
/** HTML, SVG and other XML, RTF, scripts of printers: they can load, run and hide things. */
const MARKUP = /^\s*(<[!?a-z]|\{\\rtf|%!PS|%PDF|MIME-Version:|BEGIN:V)/i;

/** Throws CleaningError and nothing else. The mode makes no difference to text. */
export async function cleanText(file: Blob, _mode: Mode): Promise<CleanResult> {
  if (!file.size) throw new CleaningError("empty");
  if (file.size > MAX_BYTES) throw new CleaningError("too_large");
  const text = decode(new Uint8Array(await file.arrayBuffer()));
  if (MARKUP.test(text)) throw new CleaningError("type_unsupported");
  const table = delimiter(text) !== null;
  const tidied = tidy(text, table);
  const bytes = new TextEncoder().encode(tidied);
  if (!bytes.length) throw new CleaningError("empty");
  if (!verifyText(bytes)) throw new CleaningError("not_clean");
  return {
    bytes,
    type: table ? "text/csv" : "text/plain",
    extension: table ? "csv" : "txt",
    removed: tidied.trimEnd() === text.trimEnd() ? [] : ["other"],
    bytesBefore: file.size,
    width: 0,
    height: 0,
  };
}
