/** Pages look the same after cleaning, as drawn by poppler where it is installed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cleanPdfBytes } from "../../../../client/shared/cleaning/pdf/clean_pdf.ts";
import { bytesOf, compressed, pdf, simple, squeezed, stream } from "./build.ts";

const skip = spawnSync("pdftoppm", ["-v"]).error ? "pdftoppm is not installed" : false;

/** The first page's pixels. */
function drawn(bytes: Uint8Array): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "pdf-"));
  try {
    writeFileSync(join(folder, "in.pdf"), bytes);
    spawnSync("pdftoppm", ["-r", "72", "-singlefile", "in.pdf", "out"], { cwd: folder });
    return readFileSync(join(folder, "out.ppm"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const content = `% a comment
/P <</MCID 0>> BDC 0.9 0.2 0.2 rg 10 10 60 40 re f EMC q 50 0 0 50 100 20 cm /X Do Q
/OC /L BDC 0 0 1 rg 0 0 200 100 re f EMC BT 0 g /F1 18 Tf 20 70 Td [(Se) -50 (en)] TJ ET
q 20 0 0 20 160 70 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x10\x80\xf0\x40
EI Q`;
const rich = {
  ...simple({ content, catalog: "/OCProperties <</OCGs [8 0 R] /D <</OFF [8 0 R]>>>>", resources: "/XObject <</X 9 0 R>> /Properties <</L 8 0 R>>", page: "/Annots [10 0 R]" }),
  8: "<</Type /OCG /Name (x)>>",
  9: squeezed("/Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB /DecodeParms <</Predictor 15 /Colors 3 /Columns 2>>", "\x02\x10\x20\x30\x40\x50\x60\x02\x10\x20\x30\x40\x50\x60"),
  10: "<</Type /Annot /Subtype /Square /Rect [120 50 190 90] /F 4 /T (x) /AP <</N 11 0 R>>>>",
  11: stream("/Subtype /Form /BBox [0 0 70 40]", "0 1 0 RG 4 w 5 5 50 25 re S"),
};
const FILES: [name: string, text: string][] = [
  ["a plain page", pdf(simple())],
  ["objects in streams", compressed(simple())],
  ["pictures, layers and marks", pdf(rich)],
];

for (const [name, text] of FILES) {
  test(`drawn alike: ${name}`, { skip }, () => {
    const before = drawn(bytesOf(text));
    assert.ok(new Set(before).size > 3);
    assert.ok(before.equals(drawn(cleanPdfBytes(bytesOf(text)).bytes)));
  });
}
