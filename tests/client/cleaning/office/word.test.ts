/** Word: what is seen stays, what tells about people goes, and the package holds together. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CORE, canaries, clean, type Files, PNG, part, rels, types, unpack, W } from "./packages.ts";

const DATES = 'w:author="Canary Author" w:date="2024-03-14T09:26:53Z" w:initials="Canary"';
const run = (text: string): string => `<w:r w:rsidR="0CA1CA1A"><w:t>${text}</w:t></w:r>`;
const paragraph = (content: string): string =>
  `<w:p w14:paraId="0CA1CA1A" w14:textId="77777777" w:rsidR="00CA11A5">${content}</w:p>`;

function complexField(instruction: string, result: string): string {
  const mark = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const code = `<w:r><w:instrText>${instruction}</w:instrText></w:r>`;
  return mark("begin") + code + mark("separate") + run(result) + mark("end");
}

const picture = (id: string): string =>
  `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Canary.jpg" descr="Canary"/><a:graphic><a:graphicData uri="p"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="C:\\Canary.jpg"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${id}" r:link="rLinked"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

function word(body: string, more: Files = {}): Files {
  return {
    "[Content_Types].xml": types(
      part("wordprocessingml.document.main", "word/document.xml"),
      part("wordprocessingml.comments", "word/comments.xml"),
      part("wordprocessingml.settings", "word/settings.xml"),
      part("wordprocessingml.header", "word/Canary-header.xml"),
    ),
    "_rels/.rels": rels(["rId1", "officeDocument", "word/document.xml"], ["rId2", "extended-properties", "docProps/app.xml"]),
    "word/document.xml": `<w:document ${W}><w:body>${body}<w:sectPr><w:headerReference r:id="rCanary"/></w:sectPr></w:body></w:document>`,
    "word/_rels/document.xml.rels": rels(
      ["rId1", "comments", "comments.xml"],
      ["rId2", "settings", "settings.xml"],
      ["rCanary", "header", "Canary-header.xml"],
      ["rPicture", "image", "media/Canary.png"],
      ["rDeleted", "image", "media/Canary2.png"],
      ["rVector", "image", "media/Canary.emf"],
      ["rLinked", "image", "https://canary.example/p.png"],
      ["rWeb", "hyperlink", "https://canary.example/"],
      ["rOle", "oleObject", "embeddings/Canary.bin"],
    ),
    "word/Canary-header.xml": `<w:hdr ${W}>${paragraph(run("Visible header"))}</w:hdr>`,
    "word/comments.xml": `<w:comments ${W}><w:comment w:id="0" ${DATES}>${paragraph(run("Canary remark"))}</w:comment></w:comments>`,
    "word/settings.xml": `<w:settings ${W}><w:defaultTabStop w:val="709"/><w:rsids><w:rsid w:val="0CA1CA1A"/></w:rsids><w:docVars><w:docVar w:name="Canary" w:val="Canary"/></w:docVars><w:attachedTemplate r:id="rCanary"/><w14:docId w14:val="0CA1CA1A"/></w:settings>`,
    "word/media/Canary.png": PNG,
    "word/media/Canary2.png": PNG,
    "word/media/Canary.emf": "Canary metafile",
    "word/embeddings/Canary.bin": "Canary object",
    "word/people.xml": "<Canary/>",
    ...CORE,
    ...more,
  };
}

const document = async (body: string): Promise<string> =>
  unpack((await clean(word(body))).bytes)["word/document.xml"] ?? "";

test("no canary survives in a document that has one everywhere", async () => {
  const result = await clean(word(
    paragraph(run("Visible") + picture("rPicture") + picture("rVector")) +
      paragraph(`<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/><w:commentRangeStart w:id="0"/>${run("Visible two")}<w:commentReference w:id="0"/>`) +
      `<w:object><v:shape alt="Canary" o:gfxdata="Canary"><v:imagedata r:id="rPicture" o:title="Canary"/></v:shape><o:OLEObject r:id="rOle" ProgID="Canary"/></w:object>`,
  ));
  assert.deepEqual(canaries(result.bytes), []);
  assert.equal(result.extension, "docx");
  assert.equal(result.type, "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  assert.deepEqual(result.removed, ["author", "device", "other", "text", "thumbnail", "time"]);
  const names = Object.keys(unpack(result.bytes)).sort();
  assert.deepEqual(names, [
    "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml",
    "word/header1.xml", "word/media/image1.png", "word/media/image2.png", "word/settings.xml",
  ]);
  assert.doesNotMatch(unpack(result.bytes)["word/document.xml"]!, /rsid|paraId|GoBack|OLEObject/);
});

test("tracked changes are accepted, and a picture that was deleted is gone", async () => {
  const files = unpack((await clean(word(paragraph(
    `<w:pPr><w:rPr><w:ins ${DATES}/></w:rPr><w:pPrChange ${DATES}><w:pPr><w:jc w:val="canary"/></w:pPr></w:pPrChange></w:pPr><w:ins ${DATES}>${run("Visible inserted")}</w:ins><w:del ${DATES}><w:r><w:delText>Canary deleted</w:delText></w:r>${picture("rDeleted")}</w:del><w:moveFromRangeStart w:id="3" w:name="Canary" ${DATES}/><w:moveFrom ${DATES}>${run("Canary moved")}</w:moveFrom><w:moveFromRangeEnd w:id="3"/><w:moveTo ${DATES}>${run("Visible moved")}</w:moveTo>`,
  )))).bytes);
  const xml = files["word/document.xml"]!;
  assert.match(xml, /Visible inserted.*Visible moved/);
  assert.doesNotMatch(xml, /canary|w:(ins|del|move)/i);
  assert.ok(!Object.keys(files).some((name) => name.includes("media")));
});

test("a deleted row keeps its cells and loses its text", async () => {
  const row = (properties: string, text: string): string =>
    `<w:tr>${properties}<w:tc>${paragraph(run(text))}</w:tc></w:tr>`;
  const xml = await document(
    `<w:tbl>${row("", "Visible row")}${row(`<w:trPr><w:del ${DATES}/></w:trPr>`, "Canary row")}${row("", "Visible end")}</w:tbl>`,
  );
  assert.match(xml, /Visible row.*Visible end/);
  assert.doesNotMatch(xml, /Canary/);
  assert.equal(xml.match(/<w:tr>/g)?.length, 3);
});

test("fields about the document are blank, others keep their text, page numbers stay", async () => {
  const xml = await document(paragraph(
    complexField(" AUTHOR ", "Canary author") +
      `<w:fldSimple w:instr=" FILENAME \\p ">${run("C:\\Canary.docx")}</w:fldSimple>` +
      complexField(' HYPERLINK "https://canary.example" ', "Visible link") +
      complexField(" ADDIN ZOTERO_ITEM {Canary} ", "Visible citation") +
      complexField(' INCLUDETEXT "C:\\\\Canary.txt" ', "Visible included") +
      complexField(" PAGE ", "Visible 7"),
  ));
  assert.doesNotMatch(xml, /canary/i);
  assert.match(xml, /Visible link.*Visible citation.*Visible included/);
  assert.match(xml, /fldCharType="begin".*> PAGE <.*Visible 7/);
  assert.equal(xml.match(/w:fldChar /g)?.length, 3);
});

test("a field that is never closed is judged all the same", async () => {
  const begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>';
  const xml = await document(paragraph(run("Visible") + begin + run("Canary")));
  assert.match(xml, /Visible/);
  assert.doesNotMatch(xml, /Canary|AUTHOR/);
});

test("long paragraphs with fields come out in order", async () => {
  const numbers = Array.from({ length: 60 }, (_, index) => `Visible ${index} `);
  const runs = numbers.map((text, index) => (index === 30 ? complexField(' HYPERLINK "http://canary" ', text) : run(text)));
  const xml = await document(paragraph(runs.join("")) + paragraph(run("Visible end")));
  assert.equal(xml.replace(/<[^>]*>/g, "").trim(), `${numbers.join("")}Visible end`);
});

test("links outside become their text, links inside stay", async () => {
  const xml = await document(paragraph(
    `<w:hyperlink r:id="rWeb" w:tooltip="Canary">${run("Visible web")}</w:hyperlink><w:hyperlink w:anchor="here">${run("Visible here")}</w:hyperlink>`,
  ));
  assert.match(xml, /Visible web.*<w:hyperlink w:anchor="here">.*Visible here/);
  assert.doesNotMatch(xml, /canary/i);
});

test("prefixes of one's own, text outside of text and unknown namespaces hide nothing", async () => {
  const xml = await document(
    `<n:p xmlns:n="http://schemas.openxmlformats.org/wordprocessingml/2006/main" n:rsidR="0CA1CA1A">Canary bare<n:ins n:author="Canary"><n:r><n:t>Visible prefix</n:t></n:r></n:ins></n:p><z:p xmlns:z="urn:canary"><z:q>Canary foreign</z:q></z:p>`,
  );
  assert.match(xml, /<w:p><w:r><w:t>Visible prefix<\/w:t><\/w:r><\/w:p>/);
  assert.doesNotMatch(xml, /canary/i);
});

test("a list of vocabularies to ignore comes with the declaration of its own", async () => {
  const xml = await document(paragraph('<w:r><w:rPr><w14:ligatures w14:val="all"/></w:rPr><w:t>Visible</w:t></w:r>'));
  assert.match(xml, /^<\?xml[^>]*>\n<w:document(?=[^>]* xmlns:mc=)[^>]* mc:Ignorable="w14"/);
});

test("of alternatives the one stays that can be read", async () => {
  const xml = await document(paragraph(
    `<w:r><mc:AlternateContent><mc:Choice xmlns:cx="urn:canary" Requires="cx"><w:t>Canary</w:t></mc:Choice><mc:Fallback><w:t>Visible fallback</w:t></mc:Fallback></mc:AlternateContent></w:r>`,
  ));
  assert.match(xml, /<w:r><w:t>Visible fallback<\/w:t><\/w:r>/);
  assert.doesNotMatch(xml, /canary|mc:/i);
});

test("text in a format of its own inside the document is not left out silently", async () => {
  await assert.rejects(clean(word('<w:altChunk r:id="rOle"/>')), { code: "no_clean_way" });
});

test("macros are left behind, and the document is a plain one", async () => {
  const files = word(paragraph(run("Visible")), { "word/vbaProject.bin": "Canary macro" });
  files["[Content_Types].xml"] = types(["word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"]);
  const result = await clean(files);
  assert.deepEqual(canaries(result.bytes), []);
  assert.match(unpack(result.bytes)["[Content_Types].xml"]!, /wordprocessingml\.document\.main\+xml/);
});
