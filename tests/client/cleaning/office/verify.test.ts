/** The second opinion: each promise, broken in an otherwise clean document, is noticed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { strToU8, unzipSync } from "fflate";
import { verifyOffice } from "../../../../client/shared/cleaning/office/verify/index.ts";
import { writePackage } from "../../../../client/shared/cleaning/office/zip/write.ts";
import { clean, type Files, PNG, part, rels, types, W } from "./packages.ts";

const DOCUMENT: Files = {
  "[Content_Types].xml": types(part("wordprocessingml.document.main", "word/document.xml")),
  "_rels/.rels": rels(["rId1", "officeDocument", "word/document.xml"]),
  "word/document.xml": `<w:document ${W}><w:body>${"<w:p><w:pPr/><w:r/></w:p>".repeat(50)}<w:p><w:r><w:t>Visible</w:t><w:drawing><a:blip r:embed="rPicture"/></w:drawing></w:r></w:p></w:body></w:document>`,
  "word/_rels/document.xml.rels": rels(["rPicture", "image", "media/a.png"]),
  "word/media/a.png": PNG,
};

const cleaned = await clean(DOCUMENT);
const files = unzipSync(cleaned.bytes);

/** The cleaned document with `change` made to its files by hand. */
function verdict(change: (files: Record<string, Uint8Array>) => void): boolean {
  const copy = { ...files };
  change(copy);
  return verifyOffice(writePackage(Object.entries(copy).map(([name, bytes]) => ({ name, bytes }))), "docx");
}

function replaced(name: string, from: string, to: string): boolean {
  return verdict((copy) => {
    const text = new TextDecoder().decode(copy[name]);
    assert.ok(text.includes(from), `${name} has no ${from}`);
    copy[name] = strToU8(text.replace(from, to));
  });
}

test("a clean document passes, under its own kind only", () => {
  assert.equal(verifyOffice(cleaned.bytes, "docx"), true);
  assert.equal(verdict(() => undefined), true);
  assert.equal(verifyOffice(cleaned.bytes, "xlsx"), false);
  assert.equal(verifyOffice(cleaned.bytes, "odt"), false);
});

test("every byte of the headers counts", () => {
  for (const at of [4, 6, 8, 10, 12, 28]) {
    const copy = cleaned.bytes.slice();
    copy[at]! ^= 1;
    assert.equal(verifyOffice(copy, "docx"), false, `byte ${at}`);
  }
  assert.equal(verifyOffice(Uint8Array.from([...cleaned.bytes, 0]), "docx"), false);
});

test("names and elements that tell about people are noticed", () => {
  const xml = "word/document.xml";
  for (const attribute of ['w:author="x"', 'w:rsidR="1"', 'w14:paraId="1"', 'xmlns:q="urn:other"', 'xlink:href="https://x"']) {
    assert.equal(replaced(xml, "<w:p>", `<w:p ${attribute}>`), false, attribute);
  }
  for (const element of ["<w:ins/>", "<w:commentReference/>", "<!-- x -->", "<?x?>", "<w:p>", "<o:OLEObject/>"]) {
    assert.equal(replaced(xml, "<w:p>", `${element}<w:p>`), false, element);
  }
});

test("XML that others could not read is noticed", () => {
  const xml = "word/document.xml";
  assert.equal(replaced(xml, "</w:document>", '</w:document xmlns:w="urn:w">'), false);
  assert.equal(replaced(xml, "<w:p>", "<q:x/><w:p>"), false);
  assert.equal(replaced(xml, "<w:p>", '<w:p mc:Ignorable="w14">'), false);
  assert.equal(replaced(xml, ' xmlns:w="', ' xmlns:p="'), false);
  assert.equal(replaced(xml, "</w:p>", "</w:q>"), false);
  assert.equal(replaced(xml, "</w:document>", ""), false);
});

test("parts that are missing, unknown or not what they say are noticed", () => {
  assert.equal(verdict((copy) => delete copy["word/media/image1.png"]), false);
  assert.equal(verdict((copy) => (copy["docProps/core.xml"] = strToU8("<a/>"))), false);
  assert.equal(verdict((copy) => (copy["word/styles.xml"] = copy["word/document.xml"]!)), false);
  assert.equal(verdict((copy) => (copy["word/media/image1.png"] = strToU8("Canary"))), false);
  assert.equal(replaced("[Content_Types].xml", "media/image1", "media/image2"), false);
  assert.equal(replaced("word/document.xml", 'r:embed="rId1"', 'r:embed="rId9"'), false);
  assert.equal(replaced("word/_rels/document.xml.rels", ' Target="/word', ' TargetMode="External" Target="/word'), false);
});

const READER = `
import sys, zipfile, posixpath, xml.etree.ElementTree as E
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
names = set(z.namelist())
for info in z.infolist(): assert info.date_time == (1980, 1, 1, 0, 0, 0) and not info.extra and not info.comment
for name in names:
    if name.endswith(('.xml', '.rels')): E.fromstring(z.read(name))
types = {e.get('PartName') for e in E.fromstring(z.read('[Content_Types].xml'))}
for name in names:
    if not name.endswith('.rels') and name[0] != '[': assert '/' + name in types, name
    if name.endswith('.rels'):
        for e in E.fromstring(z.read(name)): assert e.get('Target')[1:] in names, e.attrib
`;

test("Python reads the package the same way", () => {
  const folder = mkdtempSync(join(tmpdir(), "office-"));
  writeFileSync(join(folder, "cleaned.docx"), cleaned.bytes);
  const { status, stderr } = spawnSync("python3", ["-c", READER, join(folder, "cleaned.docx")], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  assert.equal(status, 0, stderr);
});
