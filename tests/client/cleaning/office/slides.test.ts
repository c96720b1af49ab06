/** PowerPoint: what is on the slides and in the notes stays, and nothing that is attached to them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CORE, canaries, clean, type Files, P, PNG, part, rels, types, unpack } from "./packages.ts";

const MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const text = (words: string): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Canary 1" descr="Canary"/><p:nvPr><p:custDataLst/></p:nvPr></p:nvSpPr><p:txBody><a:p>${words}</a:p></p:txBody></p:sp>`;
const plain = (words: string): string => `<a:r><a:rPr dirty="0"/><a:t>${words}</a:t></a:r>`;
const slide = (shapes: string): string =>
  `<p:sld ${P}><p:cSld name="Canary"><p:spTree>${shapes}</p:spTree><p:extLst><p:ext uri="c"><z:c xmlns:z="urn:canary" val="Canary"/></p:ext></p:extLst></p:cSld><p:timing><Canary/></p:timing></p:sld>`;

function slides(shapes: string): Files {
  return {
    "[Content_Types].xml": types(
      part("presentationml.presentation.main", "ppt/presentation.xml"),
      part("presentationml.slide", "ppt/slides/slide3.xml"),
      part("presentationml.slide", "ppt/slides/slide4.xml"),
      part("presentationml.notesSlide", "ppt/notesSlides/notesSlide1.xml"),
    ),
    "_rels/.rels": rels(["rId1", "officeDocument", "/ppt/presentation.xml"]),
    "ppt/presentation.xml": `<p:presentation ${P}><p:sldIdLst><p:sldId id="256" r:id="R0ca1ca"/></p:sldIdLst><p:modifyVerifier hashData="Canary"/></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": rels(["R0ca1ca", "slide", "slides/slide3.xml"], ["rGone", "slide", "slides/slide4.xml"], ["rAuthors", "commentAuthors", "commentAuthors.xml"]),
    "ppt/slides/slide3.xml": slide(shapes),
    "ppt/slides/slide4.xml": slide(text(plain("Canary of a slide that is no longer listed"))),
    "ppt/slides/_rels/slide3.xml.rels": rels(["rId1", "notesSlide", "../notesSlides/notesSlide1.xml"], ["rOle", "package", "../embeddings/Canary.xlsx"], ["rPicture", "image", "../media/Canary.png"], ["rVideo", "video", "../media/Canary.mp4"]),
    "ppt/notesSlides/notesSlide1.xml": `<p:notes ${P}><p:cSld><p:spTree>${text(plain("Visible notes"))}</p:spTree></p:cSld></p:notes>`,
    "ppt/notesSlides/_rels/notesSlide1.xml.rels": rels(["rId1", "slide", "../slides/slide3.xml"]),
    "ppt/commentAuthors.xml": "<Canary/>",
    "ppt/embeddings/Canary.xlsx": "Canary",
    "ppt/media/Canary.mp4": "Canary",
    "ppt/media/Canary.png": PNG,
    ...CORE,
  };
}

test("no canary survives in slides, and notes stay", async () => {
  const day = '<a:fld id="{0CA1CA1A-0000-4000-8000-0123456789AB}" type="datetime1"><a:t>Visible day</a:t></a:fld>';
  const result = await clean(slides(text(plain("Visible slide") + day)));
  const files = unpack(result.bytes);
  assert.deepEqual(canaries(result.bytes), []);
  assert.equal(result.extension, "pptx");
  assert.match(files["ppt/slides/slide3.xml"]!, /Visible slide.*<a:r><a:t>Visible day/);
  assert.match(files["ppt/notesSlides/notesSlide1.xml"]!, /Visible notes/);
  assert.ok(!("ppt/slides/slide4.xml" in files));
});

test("of an object of another program its picture stays", async () => {
  const object = (inside: string): string => `<p:oleObj name="Canary" r:id="rOle" progId="Canary"><p:embed/>${inside}</p:oleObj>`;
  const shown = '<p:pic><p:blipFill><a:blip r:embed="rPicture"/></p:blipFill></p:pic>';
  const files = unpack((await clean(slides(
    `${text(plain("Visible before"))}<p:graphicFrame><a:graphic><a:graphicData uri="ole"><mc:AlternateContent ${MC}><mc:Choice xmlns:v="urn:schemas-microsoft-com:vml" Requires="v">${object("")}</mc:Choice><mc:Fallback>${object(shown)}</mc:Fallback></mc:AlternateContent></a:graphicData></a:graphic></p:graphicFrame>${text(plain("Visible after"))}`,
  ))).bytes);
  const xml = files["ppt/slides/slide3.xml"]!;
  assert.match(xml, /Visible before.*<\/p:sp><p:pic>.*r:embed="rId\d".*<\/p:pic><p:sp>.*Visible after/);
  assert.doesNotMatch(xml, /graphicFrame|oleObj|mc:/);
  assert.ok("ppt/media/image1.png" in files);
});

test("an object that shows nothing goes with its frame", async () => {
  const hidden = `<mc:AlternateContent ${MC}><mc:Choice xmlns:v="urn:schemas-microsoft-com:vml" Requires="v"><p:oleObj r:id="rOle"/></mc:Choice></mc:AlternateContent>`;
  const files = unpack((await clean(slides(
    `${text(plain("Visible"))}<p:graphicFrame><a:graphic><a:graphicData uri="ole">${hidden}</a:graphicData></a:graphic></p:graphicFrame>`,
  ))).bytes);
  assert.doesNotMatch(files["ppt/slides/slide3.xml"]!, /graphic/);
});
