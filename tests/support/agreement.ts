/**
 * Both halves of the client's side, for files named in a list: cleans each as the shipped workers
 * do (pictures without a canvas, so losslessly), and gives the desk's verdict on each.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cleanPictureBytes } from "../../client/shared/cleaning/lossless.ts";
import { cleanMedia } from "../../client/shared/cleaning/media/clean.ts";
import { cleanOffice } from "../../client/shared/cleaning/office/index.ts";
import { cleanPdf } from "../../client/shared/cleaning/pdf/clean_pdf.ts";
import { type Kind, sniff, sniffPicture } from "../../client/shared/cleaning/sniff.ts";
import { cleanText } from "../../client/shared/cleaning/text/index.ts";
import { CleaningError } from "../../client/shared/cleaning/types.ts";
import { opinion } from "../../client/shared/cleaning/verdict.ts";

interface Task {
  path: string;
  /** Where the cleaned file is to go, or the type to judge it by. */
  cleaned?: string;
  type?: string;
}

const DOCUMENTS: { [kind in Kind]?: typeof cleanPdf } = { pdf: cleanPdf, zip: cleanOffice, text: cleanText };

async function clean(b: Uint8Array): Promise<Uint8Array | null> {
  if (sniffPicture(b)) return cleanPictureBytes(b);
  const kind = sniff(b);
  if (!kind) return null;
  const { blob, bytes } = await (DOCUMENTS[kind] ?? cleanMedia)(new Blob([b as BlobPart]), "full");
  return blob ? new Uint8Array(await blob.arrayBuffer()) : bytes;
}

/** Answers "cleaned", "refused", or a verdict. */
async function answer({ path, cleaned, type = "" }: Task): Promise<string> {
  const b = new Uint8Array(readFileSync(path));
  if (!cleaned) return (await opinion(b, type)).verdict;
  try {
    const made = await clean(b);
    if (made) writeFileSync(cleaned, made);
    return made ? "cleaned" : "refused";
  } catch (error) {
    if (error instanceof CleaningError && error.code !== "not_clean") return "refused";
    throw error;
  }
}

const tasks = JSON.parse(readFileSync(0, "utf8")) as Task[];
const answers: string[] = [];
for (const task of tasks) answers.push(await answer(task));
console.log(JSON.stringify(answers));
