/**
 * Documents that arrived: verifiers that were made for our own output, with a bound on what a
 * hostile file can make them unpack.
 */
import { unzipSync } from "fflate";
import { latin } from "./bytes.ts";
import { MAX_TOTAL } from "./office/limits.ts";
import { verifyOffice } from "./office/verify/index.ts";
import { readCanonical } from "./pdf/canonical.ts";
import { inflateZlib } from "./pdf/inflate.ts";
import { Budget } from "./pdf/limits.ts";
import { verifyPdf } from "./pdf/verify_pdf.ts";
import { verifyText } from "./text/verify.ts";
import { CleaningError } from "./types.ts";
import { verifyGif } from "./verify_gif.ts";
import { verifyJpeg } from "./verify_jpeg.ts";
import { verifyPng } from "./verify_png.ts";
import { verifyWebp } from "./verify_webp.ts";

const OOXML = "application/vnd.openxmlformats-officedocument.";
const TYPES: Record<string, string> = {
  docx: `${OOXML}wordprocessingml.document`,
  xlsx: `${OOXML}spreadsheetml.sheet`,
  pptx: `${OOXML}presentationml.presentation`,
};
const PICTURES: Record<string, (b: Uint8Array) => void> = {
  png: verifyPng, jpeg: verifyJpeg, gif: verifyGif, webp: verifyWebp,
};

function must(truth: boolean): void {
  if (!truth) throw new CleaningError("not_clean");
}

export function checkText(b: Uint8Array): void {
  must(isUtf8(b) && verifyText(b));
}

function isUtf8(b: Uint8Array): boolean {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(b) !== "";
  } catch {
    return false;
  }
}

export function checkPdf(b: Uint8Array): void {
  const budget = new Budget();
  for (const { value, data } of readCanonical(b)) {
    if (data && value instanceof Map && value.get("Filter") === "/FlateDecode") inflateZlib(data, budget);
  }
  verifyPdf(b);
}

/** The package, then every picture in it as strictly as one that comes alone. */
export function checkOffice(b: Uint8Array, type: string): void {
  let total = 0;
  unzipSync(b, { filter: ({ originalSize }) => (total += originalSize) < 0 });
  if (total > MAX_TOTAL) throw new CleaningError("too_large");
  must(isOffice(b, type));
  const pictures = unzipSync(b, { filter: ({ name }) => endingOf(name) in PICTURES });
  for (const [name, bytes] of Object.entries(pictures)) PICTURES[endingOf(name)]?.(bytes);
}

const endingOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

function isOffice(b: Uint8Array, type: string): boolean {
  const claimed = (its: string): boolean => !type || type === "application/octet-stream" || type === its;
  const known = Object.keys(TYPES).filter((extension) => claimed(TYPES[extension] ?? ""));
  const [, written = ""] = /^[^]{30}mimetype(application\/vnd\.oasis\.opendocument\.[a-z-]+)PK/.exec(latin(b, 0, 200)) ?? [];
  return known.some((extension) => verifyOffice(b, extension)) || (written !== "" && claimed(written) && verifyOffice(b, "odf"));
}
