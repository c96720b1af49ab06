/** OpenDocument: the same promises in the other family of formats. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { canaries, clean, type Files, PNG, unpack } from "./packages.ts";

const OASIS = "urn:oasis:names:tc:opendocument:xmlns:";
const NAMES = ["office", "text", "table", "style", "meta", "script"].map((name) => `xmlns:${name}="${OASIS}${name}:1.0"`).join(" ");
const ALL = `${NAMES} xmlns:draw="${OASIS}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:officeooo="http://openoffice.org/2009/office"`;
const WHO = "<office:change-info><dc:creator>Canary Author</dc:creator><dc:date>2024-03-14</dc:date></office:change-info>";

function odf(body: string, more: Files = {}): Files {
  return {
    mimetype: "application/vnd.oasis.opendocument.text",
    "content.xml": `<?xml version="1.0"?><office:document-content ${ALL} office:version="1.2"><office:scripts><Canary/></office:scripts><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    "styles.xml": `<office:document-styles ${ALL}><office:styles><style:style style:name="P1" officeooo:rsid="0CA1CA1A"/></office:styles></office:document-styles>`,
    "meta.xml": `<office:document-meta ${ALL}><office:meta><meta:initial-creator>Canary</meta:initial-creator><dc:date>Canary</dc:date><meta:generator>Canary</meta:generator></office:meta></office:document-meta>`,
    "settings.xml": "<Canary/>",
    "Thumbnails/thumbnail.png": "Canary",
    "Configurations2/canary.xml": "Canary",
    "manifest.rdf": "Canary",
    "META-INF/documentsignatures.xml": "Canary",
    "META-INF/manifest.xml": `<manifest:manifest xmlns:manifest="${OASIS}manifest:1.0"><manifest:file-entry manifest:full-path="Object 7/" manifest:media-type="application/vnd.oasis.opendocument.chart"/></manifest:manifest>`,
    "Pictures/Canary.png": PNG,
    ...more,
  };
}

test("no canary survives in a text, and what is seen does", async () => {
  const result = await clean(odf(
    `<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>${WHO}<text:p>Canary deleted</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>Visible<office:annotation><dc:creator>Canary</dc:creator><text:p>Canary remark</text:p></office:annotation><text:change text:change-id="c1"/> <text:a xlink:href="https://canary.example">Visible link</text:a> <text:author-name>Canary</text:author-name><text:sender-email>Canary</text:sender-email><text:file-name>Canary.odt</text:file-name><text:date text:date-value="2024">Visible day</text:date></text:p><draw:frame draw:name="Canary.jpg"><draw:image xlink:href="Pictures/Canary.png"/></draw:frame><draw:frame><draw:image xlink:href="https://canary.example/p.png"/></draw:frame>`,
  ));
  const files = unpack(result.bytes);
  assert.deepEqual(canaries(result.bytes), []);
  assert.equal(result.extension, "odt");
  assert.match(files["content.xml"]!, /Visible Visible link Visible day.*xlink:href="Pictures\/1.png"/);
  assert.deepEqual(Object.keys(files), [
    "mimetype", "Pictures/1.png", "content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml",
  ]);
  assert.deepEqual(result.removed, ["author", "device", "other", "text", "thumbnail", "time"]);
});

test("the mimetype stands first and is not deflated", async () => {
  const { bytes } = await clean(odf("<text:p>Visible</text:p>"));
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 80));
  assert.match(head, /^PK[^]{28}mimetypeapplication\/vnd\.oasis\.opendocument\.textPK/);
});

test("a chart in the document is kept and cleaned, an object of another program is not", async () => {
  const chart = `<office:document-content ${ALL} xmlns:chart="${OASIS}chart:1.0"><office:body><office:chart><chart:chart><text:p>Visible chart</text:p></chart:chart></office:chart></office:body></office:document-content>`;
  const result = await clean(odf(
    '<draw:frame><draw:object xlink:href="./Object 7"/></draw:frame><draw:frame><draw:object-ole xlink:href="./Canary"/></draw:frame>',
    { "Object 7/content.xml": chart, "Object 7/meta.xml": "Canary", Canary: "Canary" },
  ));
  assert.deepEqual(canaries(result.bytes), []);
  assert.match(unpack(result.bytes)["Object 1/content.xml"]!, /Visible chart/);
});

test("a formula that shows where the file lies takes its value with it", async () => {
  const { bytes } = await clean(odf(
    '<table:table><table:table-row><table:table-cell table:formula="of:=CELL(&quot;FILENAME&quot;)" office:string-value="/Canary"><text:p>/Canary</text:p></table:table-cell><table:table-cell table:formula="of:=SUM([.A2])" office:value="3"><text:p>Visible</text:p></table:table-cell></table:table-row></table:table>',
  ));
  assert.deepEqual(canaries(bytes), []);
  assert.match(unpack(bytes)["content.xml"]!, /<table:table-cell\/><table:table-cell table:formula="of:=SUM\(\[\.A2\]\)" office:value="3"/);
});

test("a password is said, and so are formats that are not cleaned", async () => {
  const locked = `<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>`;
  await assert.rejects(clean(odf("", { "META-INF/manifest.xml": locked })), { code: "encrypted" });
  await assert.rejects(clean(odf("", { mimetype: "application/epub+zip" })), { code: "type_unsupported" });
});
