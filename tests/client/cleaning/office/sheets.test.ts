/** Excel: values stay; formulas that name files or call somebody go, and so do users' names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CORE, canaries, clean, type Files, part, rels, types, unpack, X } from "./packages.ts";

const sheet = (rows: string, after = ""): string =>
  `<worksheet ${X} xmlns:xr="urn:canary" xr:uid="{CANARY}"><sheetPr codeName="Canary"/><sheetData><row r="1">${rows}</row></sheetData>${after}</worksheet>`;

function excel(rows: string, after = ""): Files {
  return {
    "[Content_Types].xml": types(
      part("spreadsheetml.sheet.main", "xl/workbook.xml"),
      part("spreadsheetml.worksheet", "xl/worksheets/sheet1.xml"),
      part("spreadsheetml.comments", "xl/comments1.xml"),
    ),
    "_rels/.rels": rels(["rId1", "officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `<workbook ${X}><fileVersion lastEdited="7"/><fileSharing userName="Canary"/><workbookPr codeName="Canary"/><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15" xmlns:x15="urn:canary"><x15ac:absPath xmlns:x15ac="urn:canary" url="C:\\Canary"/></mc:Choice></mc:AlternateContent><bookViews><workbookView activeTab="0" windowWidth="1234" xWindow="9"/></bookViews><sheets><sheet name="Visible" sheetId="1" r:id="rId1"/></sheets><externalReferences><externalReference r:id="rId2"/></externalReferences><definedNames><definedName name="Canary" comment="Canary">[1]Canary!A1</definedName></definedNames></workbook>`,
    "xl/_rels/workbook.xml.rels": rels(["rId1", "worksheet", "worksheets/sheet1.xml"], ["rId2", "externalLink", "externalLinks/externalLink1.xml"]),
    "xl/worksheets/sheet1.xml": sheet(rows, after),
    "xl/worksheets/_rels/sheet1.xml.rels": rels(["rId1", "comments", "../comments1.xml"], ["rId2", "printerSettings", "../printerSettings/p.bin"], ["rId3", "hyperlink", "https://canary.example"]),
    "xl/comments1.xml": `<comments ${X}><authors><author>Canary</author></authors></comments>`,
    "xl/printerSettings/p.bin": "Canary",
    "xl/externalLinks/externalLink1.xml": "<Canary/>",
    ...CORE,
  };
}

const rewritten = async (rows: string, after = ""): Promise<string> =>
  unpack((await clean(excel(rows, after))).bytes)["xl/worksheets/sheet1.xml"] ?? "";

test("no canary survives in a workbook, and no list is left empty", async () => {
  const result = await clean(excel(
    '<c r="A1" t="inlineStr" cm="1"><is><t>Visible cell</t></is></c>',
    '<hyperlinks><hyperlink ref="A1" r:id="rId3" tooltip="Canary"/></hyperlinks><pageSetup paperSize="9" r:id="rId2"/><legacyDrawing r:id="rId1"/>',
  ));
  const files = unpack(result.bytes);
  assert.deepEqual(canaries(result.bytes), []);
  assert.equal(result.extension, "xlsx");
  assert.match(files["xl/worksheets/sheet1.xml"]!, /Visible cell.*<pageSetup paperSize="9"\/>/);
  assert.doesNotMatch(files["xl/worksheets/sheet1.xml"]!, /hyperlink|legacy/);
  assert.match(files["xl/workbook.xml"]!, /<bookViews><workbookView activeTab="0"\/><\/bookViews>/);
  assert.doesNotMatch(files["xl/workbook.xml"]!, /definedName|externalRef|fileVersion|AlternateContent/);
});

test("a formula that leads outside goes, its value stays", async () => {
  const xml = await rewritten(
    `<c r="A1"><f>[1]Canary!A1</f><v>41</v></c><c r="B1"><f>WEBSERVICE("h"&amp;A1)</f><v>42</v></c><c r="C1"><f>SUM(A1:B1)</f><v>83</v></c>`,
  );
  assert.match(xml, /<c r="A1"><v>41<\/v><\/c><c r="B1"><v>42<\/v><\/c><c r="C1"><f>SUM\(A1:B1\)<\/f><v>83<\/v>/);
});

test("a formula that shows where the file lies takes its value with it", async () => {
  const xml = await rewritten(`<c r="A1" t="str"><f>CELL("filename")</f><v>C:\\Canary</v></c><c r="B1"><v>5</v></c>`);
  assert.match(xml, /<c r="A1" t="str"\/><c r="B1"><v>5<\/v>/);
});

test("cells that share a formula which went lose it too", async () => {
  const xml = await rewritten(
    `<c r="A1"><f t="shared" ref="A1:B1" si="0">[1]Canary!A1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c>`,
  );
  assert.doesNotMatch(xml, /<f/);
});
