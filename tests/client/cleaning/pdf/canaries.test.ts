/** Canaries in every place of a PDF that is not drawn: none survives, and what is drawn does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CANARY, pdf, simple, squeezed, stream } from "./build.ts";
import { cleaned } from "./clean.ts";

const SAID = `(${CANARY})`;
const DATE = "(D:20240314092653+01'00')";

type Place = [place: string, objects: Record<number, string>, trailer?: string, word?: string];

const page = (keys: string, more: Record<number, string> = {}): Record<number, string> => ({ ...simple({ page: keys }), ...more });
const catalog = (keys: string, more: Record<number, string> = {}): Record<number, string> => ({ ...simple({ catalog: keys }), ...more });
const content = (text: string, resources = "", more: Record<number, string> = {}): Record<number, string> =>
  ({ ...simple({ content: `${text} BT /F1 12 Tf (Seen) Tj ET`, resources }), ...more });
const note = (keys: string): Record<number, string> => page("/Annots [10 0 R]", { 10: `<</Type /Annot /Rect [1 1 9 9] ${keys}>>` });
const font = (keys: string, more: Record<number, string> = {}): Record<number, string> =>
  ({ ...simple(), 5: `<</Type /Font /Subtype /Type1 /BaseFont /Helvetica ${keys}>>`, ...more });
const drawnForm = (keys: string, more: Record<number, string> = {}): Record<number, string> =>
  content("/X Do", "/XObject <</X 10 0 R>>", { 10: stream(`/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${keys}`, "0 0 9 9 re f"), ...more });
const pixels = (keys: string, data: string, more: Record<number, string> = {}): Record<number, string> =>
  content("/X Do", "/XObject <</X 10 0 R>>", { 10: squeezed(`/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 ${keys}`, data), ...more });
const xmp = stream("/Type /Metadata /Subtype /XML", `<x:xmpmeta><dc:creator>${CANARY}</dc:creator></x:xmpmeta>`);

const PLACES: Place[] = [
  ["information", { ...simple(), 9: `<</Author ${SAID} /CreationDate ${DATE}>>` }, "/Info 9 0 R", "author"],
  ["file identifier", simple(), `/ID [${SAID} ${SAID}]`],
  ["unreferenced object", { ...simple(), 9: SAID }],
  ["catalog metadata", catalog("/Metadata 9 0 R", { 9: xmp }), "", "author"],
  ["page metadata", page("/Metadata 9 0 R", { 9: xmp }), "", "author"],
  ["page piece info", page(`/PieceInfo <</App <</Private ${SAID}>>>> /LastModified ${DATE}`), "", "device"],
  ["page thumbnail", page("/Thumb 9 0 R", { 9: stream("/Width 1 /Height 1", CANARY) }), "", "thumbnail"],
  ["page geography", page(`/VP [<</Measure <</Subtype /GEO /X ${SAID}>>>>]`), "", "gps"],
  ["embedded file", catalog("/Names <</EmbeddedFiles <</Names [(a) 9 0 R]>>>>", { 9: `<</Type /Filespec /F ${SAID}>>` })],
  ["associated file", catalog("/AF [9 0 R]", { 9: `<</Type /Filespec /F ${SAID}>>` })],
  ["script", catalog(`/OpenAction <</S /JavaScript /JS ${SAID}>>`)],
  ["named script", catalog("/Names <</JavaScript <</Names [(a) 9 0 R]>>>>", { 9: `<</S /JavaScript /JS ${SAID}>>` })],
  ["page action", page(`/AA <</O <</S /URI /URI ${SAID}>>>>`)],
  ["outline", catalog("/Outlines 8 0 R", { 8: "<</First 9 0 R /Last 9 0 R>>", 9: `<</Title ${SAID} /Parent 8 0 R>>` })],
  ["page labels", catalog(`/PageLabels <</Nums [0 <</P ${SAID}>>]>>`)],
  ["structure", catalog(`/StructTreeRoot <</Type /StructTreeRoot /K <</S /P /Alt ${SAID}>>>>`)],
  ["language and colours", catalog(`/Lang ${SAID} /OutputIntents [<</S /GTS_PDFA1 /Info ${SAID}>>]`)],
  ["form package", catalog(`/AcroForm <</XFA ${SAID} /Fields []>>`)],
  ["signature", catalog("/AcroForm <</Fields [10 0 R]>>", { 10: `<</FT /Sig /V <</Type /Sig /Name ${SAID} /ByteRange [0 1 2 3]>>>>` })],
  ["layer names", catalog("/OCProperties <</OCGs [9 0 R] /D <<>>>>", { 9: `<</Type /OCG /Name ${SAID}>>` })],
  ["note", note(`/Subtype /Text /Contents ${SAID} /T ${SAID}`), "", "author"],
  ["popup", note(`/Subtype /Popup /Contents ${SAID}`)],
  ["file note", note(`/Subtype /FileAttachment /FS <</F ${SAID}>>`)],
  ["author of a mark", note(`/Subtype /Square /T ${SAID} /M ${DATE} /CreationDate ${DATE} /NM ${SAID} /RC ${SAID} /Contents ${SAID}`), "", "time"],
  ["link to a site", note(`/Subtype /Link /A <</S /URI /URI ${SAID}>>`), "", "text"],
  ["name of a place", { ...note(`/Subtype /Link /Dest ${SAID}`), 1: `<</Type /Catalog /Pages 2 0 R /Names <</Dests <</Names [${SAID} [3 0 R /Fit]]>>>>>>` }],
  ["field name", note(`/Subtype /Widget /FT /Tx /T ${SAID} /TU ${SAID}`)],
  ["hidden mark", note(`/Subtype /Square /F 2 /AP <</N 11 0 R>> /DA ${SAID}`)],
  ["comment", content(`% ${CANARY}\n`)],
  ["marked content", content(`/Span <</ActualText ${SAID}>> BDC EMC /P /${CANARY} DP`)],
  ["marked properties", content("/Span /M BDC EMC", `/Properties <</M <</Author ${SAID}>>>>`)],
  ["unknown operator", content(`${SAID} hello ${SAID}`)],
  ["stray operands", content(`${SAID} 1 0 0 rg ${SAID}`)],
  ["inline picture keys", content(`BI /W 1 /H 1 /BPC 8 /CS /G /${CANARY} 1 ID A\nEI\n`)],
  ["unused resource", content("", `/ExtGState <</G <</Type /ExtGState /X ${SAID}>> /${CANARY} <<>>>>`)],
  ["form metadata", drawnForm("/Metadata 9 0 R /PieceInfo <</A 9 0 R>>", { 9: xmp })],
  ["form keys", drawnForm(`/Name /${CANARY} /LastModified ${DATE} /OPI <</F ${SAID}>>`)],
  ["picture metadata", pixels("/ColorSpace /DeviceGray /Metadata 9 0 R", "abcd", { 9: xmp })],
  ["bytes behind the last row", pixels("/ColorSpace /DeviceGray", `abcd${CANARY}`)],
  ["colour profile", pixels("/ColorSpace [/ICCBased 9 0 R]", "abcdefghijkl", { 9: stream("/N 3", CANARY) }), "", "profile"],
  ["descriptor", font("/FontDescriptor 9 0 R", { 9: `<</Type /FontDescriptor /FontName /A /FontFamily ${SAID} /CharSet ${SAID}>>` })],
  ["character map", font("/ToUnicode 9 0 R", { 9: stream("", `% ${CANARY}\n/CMapName /X def ${SAID} pop 1 beginbfchar <01> <0041> endbfchar`) })],
  ["own keys", page(`/${CANARY} 1`)],
];

for (const [place, objects, trailer, word] of PLACES) {
  test(`nothing is left of what stands in: ${place}`, () => {
    const result = cleaned(pdf(objects, trailer));
    assert.ok(!result.all.includes(CANARY), result.all);
    assert.ok(!result.all.includes(Buffer.from(CANARY).toString("hex")));
    assert.ok(!result.all.includes("20240314"));
    assert.ok(result.all.includes("(Seen) Tj"));
    if (word) assert.ok(result.removed.includes(word), result.removed.join());
  });
}
