/**
 * Cleaning a PDF: its live objects are carried into a new file, one revision, by tables of what may
 * be in it. Not kept besides metadata: outlines and page labels (titles name files and people), tags
 * for screen readers (they repeat or describe content), hidden layers, and every action.
 */
import { type CleanResult, CleaningError, type Mode } from "../types.ts";
import { Copier } from "./copier.ts";
import { Found } from "./found.ts";
import { Layers } from "./layers.ts";
import { MAX_BYTES } from "./limits.ts";
import { addPages, leavesOf } from "./pages.ts";
import { findBytes } from "./parse.ts";
import { LyingTable, Source } from "./source.ts";
import { type Dict, dictOf, Name, Ref } from "./values.ts";
import { verifyPdf } from "./verify_pdf.ts";
import { Writer } from "./writer.ts";

const MAGIC = [..."%PDF-"].map((letter) => letter.charCodeAt(0));

/** Both modes are alike: pages keep every detail. Throws CleaningError. */
export async function cleanPdf(file: Blob, _mode: Mode): Promise<CleanResult> {
  if (!file.size) throw new CleaningError("empty");
  if (file.size > MAX_BYTES) throw new CleaningError("too_large");
  const { bytes, removed } = cleanPdfBytes(new Uint8Array(await file.arrayBuffer()));
  return { bytes, type: "application/pdf", extension: "pdf", removed, bytesBefore: file.size, width: 0, height: 0 };
}

export interface Cleaned {
  bytes: Uint8Array;
  removed: string[];
}

/** Throws CleaningError. */
export function cleanPdfBytes(original: Uint8Array): Cleaned {
  const start = findBytes(original.subarray(0, 2048), MAGIC, 0);
  if (start < 0) throw new CleaningError("broken");
  const bytes = original.subarray(start);
  const cleaned = guarded(() => rewritten(bytes, false) ?? rewritten(bytes, true));
  if (!cleaned) throw new CleaningError("broken");
  verifyPdf(cleaned.bytes);
  return cleaned;
}

/** Nothing when the file's table lies, or, after a scan, when there are no pages. */
function rewritten(bytes: Uint8Array, scanned: boolean): Cleaned | null {
  try {
    return carry(new Source(bytes, scanned));
  } catch (error) {
    if (error instanceof LyingTable) return null;
    throw error;
  }
}

/** Only recursion made to hurt ends in anything else than CleaningError. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CleaningError) throw error;
    throw new CleaningError(error instanceof RangeError ? "out_of_memory" : "broken");
  }
}

function carry(source: Source): Cleaned {
  const catalog = dictOf(source.get(source.trailer.get("Root")));
  const leaves = leavesOf(source, catalog);
  if (!leaves.length) throw new LyingTable();
  if (source.get(catalog.get("NeedsRendering")) === true) throw new CleaningError("no_clean_way");
  const found = new Found();
  const writer = new Writer();
  const copier = new Copier(source, writer, found, new Layers(source, catalog));
  noteTrailer(source, catalog, found);
  const root: Dict = new Map([["Type", new Name("Catalog")]]);
  const ref: Ref = copier.add(root);
  root.set("Pages", addPages(leaves, copier));
  copier.drain();
  return { bytes: writer.finish(ref), removed: [...found.words].sort() };
}

/** What stands outside the pages, none of which is carried over. */
function noteTrailer(source: Source, catalog: Dict, found: Found): void {
  found.info(source.get(source.trailer.get("Info")));
  found.xmp(source.get(catalog.get("Metadata")));
  if (source.sections > 1) found.say("other");
  for (const [key, value] of catalog) if (key !== "Metadata") found.key(key, source.get(value));
}
