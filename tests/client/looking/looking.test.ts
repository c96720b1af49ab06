/** What the desk reads out of documents: their words, bounded, and of hostile ones nothing at all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Zippable, zipSync } from "fflate";
import { CleaningError } from "../../../client/shared/cleaning/types.ts";
import { seeOffice } from "../../../client/shared/looking/office_text.ts";
import { MOST_TEXT } from "../../../client/shared/looking/pieces.ts";
import { seeText } from "../../../client/shared/looking/plain_text.ts";
import { P, W, X } from "../cleaning/office/packages.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const pack = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, utf8(text)])) as Zippable);
const textOf = (files: Record<string, string>): string => seeOffice(pack(files)).text;
const refused = (code: string) => (error: unknown) => error instanceof CleaningError && error.code === code;

const ODF = "urn:oasis:names:tc:opendocument:xmlns:";
const odf = (body: string): string =>
  `<office:document-content xmlns:office="${ODF}office:1.0" xmlns:text="${ODF}text:1.0" xmlns:table="${ODF}table:1.0"><office:body>${body}</office:body></office:document-content>`;
const word = (body: string): string => `<w:document ${W}><w:body>${body}</w:body></w:document>`;
const said = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

test("the words of Word, with tables, notes and what was struck out, and no field codes", () => {
  const table = `<w:tbl><w:tr><w:tc>${said("ก")}</w:tc><w:tc>${said("ข")}</w:tc></w:tr></w:tbl>`;
  const field = "<w:p><w:r><w:instrText>INCLUDEPICTURE http://example.org/spy</w:instrText></w:r></w:p>";
  const text = textOf({
    "word/document.xml": word(`${said("หนึ่ง &amp; &lt;script&gt;")}${field}<w:p><w:del><w:r><w:delText>ลบ</w:delText></w:r></w:del></w:p>${table}`),
    "word/comments.xml": `<w:comments ${W}><w:comment>${said("ความเห็น")}</w:comment></w:comments>`,
    "word/vbaProject.bin": "macro",
  });
  for (const words of ["หนึ่ง & <script>", "ลบ", "ก", "ข", "ความเห็น"]) assert.ok(text.includes(words), words);
  for (const words of ["INCLUDEPICTURE", "spy", "macro"]) assert.equal(text.includes(words), false, words);
});

test("cells of Excel with their strings, slides in their order, and OpenDocument", () => {
  const sheet = `<worksheet ${X}><sheetData><row><c t="s"><v>1</v></c><c><f>1+1</f><v>2</v></c><c t="inlineStr"><is><t>ใน</t></is></c></row></sheetData></worksheet>`;
  assert.equal(textOf({
    "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": `<sst ${X}><si><t>ก</t></si><si><r><t>ค่า</t></r><r><t>วัสดุ</t></r></si></sst>`,
  }), "ค่าวัสดุ\t2\tใน");
  const slide = (words: string): string => `<p:sld ${P}><a:p><a:r><a:t>${words}</a:t></a:r></a:p></p:sld>`;
  assert.match(textOf({ "ppt/slides/slide10.xml": slide("สิบ"), "ppt/slides/slide2.xml": slide("สอง") }), /^สอง\s+สิบ$/);
  const cell = (words: string): string => `<table:table-cell><text:p>${words}</text:p></table:table-cell>`;
  const rows = odf(`<text:h>หัวข้อ</text:h><text:p>ก<text:s/><text:span>ข</text:span></text:p><table:table><table:table-row>${cell("1")}${cell("2")}</table:table-row></table:table>ทิ้ง`);
  assert.match(textOf({ "content.xml": rows }), /^หัวข้อ\nก ข\n1\s+2$/);
});

test("bombs, entities, passwords and nonsense are refused, each by its name", () => {
  const bomb = zipSync({ "word/document.xml": new Uint8Array(40 << 20) }, { level: 9 });
  assert.throws(() => seeOffice(bomb), refused("too_large"));
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${word(said("&b;"))}`;
  assert.throws(() => textOf({ "word/document.xml": laughs }), refused("broken"));
  assert.throws(() => textOf({ "word/document.xml": "<w:p>".repeat(100_000) }), refused("broken"));
  assert.throws(() => textOf({ "../../etc/passwd": "x" }), refused("broken"));
  assert.throws(() => textOf({ "readme.txt": "x" }), refused("type_unsupported"));
  assert.throws(() => seeOffice(utf8("PK\x03\x04")), refused("broken"));
  assert.throws(() => seeText(new Uint8Array(17 << 20)), refused("too_large"));
  assert.throws(() => seeText(Uint8Array.of(0, 1, 2, 255)), refused("type_unsupported"));
});

test("no more is shown than anybody reads, and it says so", () => {
  const long = seeOffice(pack({ "word/document.xml": word(Array.from({ length: 30_000 }, (_, n) => said(`${n * 7919} บาท`)).join("")) }));
  assert.deepEqual([long.text.length, long.cut], [MOST_TEXT, true]);
  assert.deepEqual([seeText(utf8("ข".repeat(MOST_TEXT + 9))).cut, seeText(utf8("<b>x</b>\r\n\0".replace("\0", "")))], [true, { text: "<b>x</b>", cut: false }]);
});

test("whatever the bytes, there is text or a refusal", () => {
  const sound = pack({ "word/document.xml": word(said("ก")), "xl/sharedStrings.xml": `<sst ${X}/>` });
  const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const changed = changes.map((all) => {
    const copy = sound.slice();
    for (const [at, value] of all) copy[at] = value;
    return copy;
  });
  const parts = fc.string({ unit: fc.constantFrom("<", ">", "/", "w:t", "w:p", "&", ";", "ก", '"', "=", "!", "[", "]", "-", "?", " "), maxLength: 60 });
  const xml = parts.map((body) => pack({ "word/document.xml": word(body) }));
  fc.assert(fc.property(fc.oneof(changed, xml, fc.uint8Array({ maxLength: 300 })), (bytes) => {
    for (const see of [seeOffice, seeText]) {
      try {
        assert.equal(typeof see(bytes).text, "string");
      } catch (error) {
        assert.ok(error instanceof CleaningError, String(error));
      }
    }
  }), { numRuns: 1_000 });
});
