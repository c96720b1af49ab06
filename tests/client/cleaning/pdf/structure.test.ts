/** Files as they come: saved again, compressed, hybrid, broken; each is read as viewers read it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CANARY, compressed, pdf, simple, stream, update } from "./build.ts";
import { cleaned, codeOf } from "./clean.ts";

const first = pdf({ ...simple(), 4: stream("", `(${CANARY}) Tj`), 9: `(${CANARY})` });
const saved = update(first, { 4: stream("", "BT /F1 12 Tf (Newest) Tj ET") }, `/Prev ${first.lastIndexOf("xref\n", first.lastIndexOf("startxref") - 1)}`);

test("an earlier revision is gone, the newest is drawn", () => {
  assert.ok(saved.includes(CANARY));
  const { all, file, removed } = cleaned(saved);
  assert.ok(all.includes("(Newest) Tj") && !all.includes(CANARY));
  assert.equal(file.match(/%%EOF/g)?.length, 1);
  assert.ok(removed.includes("other"));
});

test("objects in streams, found by a stream of references, with a predictor", () => {
  assert.ok(cleaned(compressed(simple())).all.includes("(Seen) Tj"));
});

test("the way that a file is stored leaves no trace", () => {
  assert.equal(cleaned(compressed(simple())).file, cleaned(pdf(simple())).file);
});

test("cleaning is stable: a cleaned file comes out as it went in", () => {
  const once = cleaned(pdf(simple()));
  const twice = cleaned(once.file);
  assert.equal(twice.file, once.file);
  assert.deepEqual(twice.removed, []);
});

test("a hybrid file's stream of references is read before older tables", () => {
  const plain = pdf(simple());
  const at = plain.length;
  const rows = String.fromCharCode(1, plain.indexOf("4 0 obj") >> 8, plain.indexOf("4 0 obj") & 255, 0);
  const entry = `70 0 obj\n${stream("/Type /XRef /W [1 2 1] /Index [4 1] /Size 100", rows)}\nendobj\n`;
  const [, before = ""] = /^([^]*)trailer/.exec(plain) ?? [];
  const table = before.replace(/4 1\n\d{10} 00000 n \n/, "");
  const start = table.lastIndexOf("xref\n");
  const shifted = table.slice(0, start) + entry + table.slice(start);
  const text = `${shifted}trailer\n<</Root 1 0 R /XRefStm ${start}>>\nstartxref\n${start + entry.length}\n%%EOF\n`;
  assert.ok(at > 0 && cleaned(text).all.includes("(Seen) Tj"));
});

const BROKEN: [fault: string, text: string][] = [
  ["no table", pdf(simple()).replace(/xref\n[^]*trailer/, "trailer")],
  ["no trailer at all", pdf(simple()).replace(/\nxref\n[^]*$/, "\n")],
  ["a table that lies", pdf(simple()).replace(/\d{10} 00000 n/g, "0000000012 00000 n")],
  ["a wrong start", pdf(simple()).replace(/startxref\n\d+/, "startxref\n7")],
  ["bytes before the header", `junk\n\n${pdf(simple())}`],
  ["a wrong length of a stream", pdf(simple()).replace(/\/Length \d+/, "/Length 3")],
  ["a length that points to itself", pdf({ ...simple(), 4: "<</Length 4 0 R>>\nstream\nBT (Seen) Tj ET\nendstream" })],
  ["old Macintosh line ends", pdf(simple()).replace(/stream\n(?=BT)/, "stream\r\n")],
  ["objects in streams and no references", compressed(simple()).replace("/Type /XRef", "/Type /XRxx").replace("startxref", "trailer <</Root 1 0 R>> startxref")],
  ["a page tree that eats itself", pdf({ ...simple(), 2: "<</Type /Pages /Kids [3 0 R 2 0 R] /Count 2 /MediaBox [0 0 9 9]>>" })],
];

for (const [fault, text] of BROKEN) {
  test(`read in spite of: ${fault}`, () => assert.ok(cleaned(text).all.includes("(Seen) Tj")));
}

const REFUSED: [why: string, text: string, code: string][] = [
  ["a password", pdf(simple(), "/Encrypt <</Filter /Standard>>"), "encrypted"],
  ["no PDF", "hello", "broken"],
  ["no pages", pdf({ 1: "<</Type /Catalog>>" }), "broken"],
  ["a form that scripts draw", pdf(simple({ catalog: "/NeedsRendering true" })), "no_clean_way"],
  ["an unknown filter", pdf({ ...simple(), 4: stream("/Filter /Magic", "x") }), "no_clean_way"],
  ["a filled field without a look", pdf({ ...simple({ page: "/Annots [9 0 R]" }), 9: "<</Subtype /Widget /Rect [0 0 9 9] /V (x)>>" }), "no_clean_way"],
  ["brackets without end", pdf({ ...simple(), 9: "" }).replace("/Rotate", "").replace("<</Type /Page ", `<</Type /Page /MediaBox ${"[".repeat(5000)} `), "broken"],
];

for (const [why, text, code] of REFUSED) {
  test(`refused: ${why}`, () => assert.equal(codeOf(text), code));
}
