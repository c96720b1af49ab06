/** What is drawn stays as it is: operators, links inside, appearances; hidden layers stay hidden. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanContent } from "../../../../client/shared/cleaning/pdf/content.ts";
import { bytesOf, CANARY, latin, pdf, simple, stream } from "./build.ts";
import { cleaned, opened } from "./clean.ts";

const clean = (text: string, hidden = ""): string =>
  latin(cleanContent(bytesOf(text), (name) => name === hidden).bytes).replace(/\s+/g, " ").trim();

const KEPT = [
  "q 1 0 0 -1 .5 +3 cm Q",
  "BT /F1 12 Tf 1 0 0 1 20 50 Tm [(A\\)b) -120.5 <0041>] TJ T* (\\050x\\)(nested)) ' ET",
  "0.1 0.2 0.3 rg 0 0 10 10 re W* n /P1 scn 0.5 /P2 SCN",
  "BI /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /G ID AB EI",
  "/X1 Do /Sh1 sh /G1 gs [3 2] 0 d",
];
for (const text of KEPT) test(`kept to the byte: ${text}`, () => assert.equal(clean(text), text));

test("marks go, what is in them stays", () => {
  assert.equal(clean("/P <</MCID 0>> BDC (a) Tj /Q BMC (b) Tj EMC EMC /R MP EMC"), "(a) Tj (b) Tj");
});

test("a hidden layer draws nothing, but keeps its changes of state and its clip", () => {
  const text = "/OC /Off BDC 1 w 0 0 5 5 re f (x) Tj /X Do 1 1 2 2 re W n /OC /On BDC 3 3 m 4 4 l S EMC EMC /OC /On BDC (y) Tj EMC";
  assert.equal(clean(text, "Off"), "1 w 1 1 2 2 re W n (y) Tj");
});

test("an inline picture ends where its pixels end, whatever they look like", () => {
  const text = "BI /W 6 /H 1 /BPC 8 /CS /G ID x EI x\nEI 1 w";
  assert.match(clean(text), /ID x EI x EI 1 w$/);
});

test("names in use are told, and nothing else", () => {
  const { names } = cleanContent(bytesOf("/A Do /B gs /C /D BDC EMC (/E) Tj"), () => false);
  assert.deepEqual([...names].sort(), ["A", "B"]);
});

const layers = "/OCProperties <</OCGs [8 0 R 9 0 R] /D <</OFF [9 0 R]>>>>";
test("layers are told apart by the file's own settings", () => {
  const content = "/OC /A BDC (shown) Tj EMC /OC /B BDC (hidden) Tj EMC /OC /C BDC (never) Tj EMC";
  const resources = "/Properties <</A 8 0 R /B 9 0 R /C 10 0 R>>";
  const objects = { ...simple({ catalog: layers, content, resources }), 8: "<</Type /OCG>>", 9: "<</Type /OCG>>", 10: "<</Type /OCMD /OCGs [8 0 R 9 0 R] /P /AllOn>>" };
  const { all } = cleaned(pdf(objects));
  assert.ok(all.includes("(shown) Tj") && !/hidden|never|OCG/.test(all));
});

test("a link inside goes to its page, by position and not by name", () => {
  const link = "<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /GoTo /D (there)>>>>";
  const catalog = "/Names <</Dests <</Names [(there) 8 0 R]>>>>";
  const objects = { ...simple({ page: "/Annots [9 0 R]", catalog }), 8: "<</D [3 0 R /XYZ 0 50 null]>>", 9: link };
  assert.match(cleaned(pdf(objects)).all, /\/Dest \[3 0 R \/XYZ 0 50 null\]/);
});

test("a field becomes a drawing of what it showed", () => {
  const widget = `<</Type /Annot /Subtype /Widget /T (${CANARY}) /V (x) /Rect [0 0 9 9] /AS /On /AP <</N <</On 8 0 R /Off 7 0 R>>>>>>`;
  const look = (text: string): string => stream("/Subtype /Form /BBox [0 0 9 9]", text);
  const { all } = cleaned(pdf({ ...simple({ page: "/Annots [9 0 R]" }), 7: look("(off) Tj"), 8: look("(on) Tj"), 9: widget }));
  assert.ok(all.includes("/Subtype /Stamp") && all.includes("(on) Tj") && !all.includes("(off) Tj"));
});

test("a form without resources of its own keeps those of its page", () => {
  const objects = { ...simple({ content: "/X Do", resources: "/XObject <</X 9 0 R>>" }), 9: stream("/Subtype /Form /BBox [0 0 9 9]", "BT /F1 9 Tf (Seen) Tj ET") };
  assert.match(cleaned(pdf(objects)).all, /\/BaseFont \/Helvetica/);
});

test("opening streams for a search really opens them", () => {
  assert.ok(opened(cleaned(pdf(simple())).file).includes("(Seen) Tj"));
  assert.ok(!cleaned(pdf(simple())).file.includes("(Seen) Tj"));
});
