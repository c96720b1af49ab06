/**
 * Cleans PDFs given as text, and opens every stream of the result, so that a search sees all of it.
 */
import { unzlibSync } from "fflate";
import { cleanPdfBytes } from "../../../../client/shared/cleaning/pdf/clean_pdf.ts";
import { CleaningError } from "../../../../client/shared/cleaning/types.ts";
import { bytesOf, latin } from "./build.ts";

export interface Opened {
  file: string;
  /** The file with every deflated stream opened. */
  all: string;
  removed: string[];
}

export function cleaned(text: string): Opened {
  const { bytes, removed } = cleanPdfBytes(bytesOf(text));
  const file = latin(bytes);
  return { file, all: opened(file), removed };
}

export function opened(file: string): string {
  return file.replace(/(\/Filter \/FlateDecode[^\n]*\/Length (\d+)>>\nstream\n)([^]*?)\nendstream\nendobj\n/g, (_, head: string, _size, data: string) =>
    `${head}${latin(unzlibSync(bytesOf(data)))}\nendstream\nendobj\n`);
}

/** The code that cleaning fails with, or "ok". */
export function codeOf(text: string | Uint8Array): string {
  try {
    cleanPdfBytes(typeof text === "string" ? bytesOf(text) : text);
    return "ok";
  } catch (error) {
    if (error instanceof CleaningError) return error.code;
    throw error;
  }
}
