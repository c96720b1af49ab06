/** Damaged documents end in a named failure or a document without the canary, and soon. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CleaningError } from "../../../../client/shared/cleaning/types.ts";
import { canaries, cleanBytes, type Files, pack, PNG, part, rels, types, W } from "./packages.ts";

const AUTHOR = 'w:author="Canary"';
const XML = `<w:document ${W}><w:body><w:p w:rsidR="0CA1CA1A"><w:ins ${AUTHOR}><w:r><w:t>Visible &amp; more</w:t></w:r></w:ins><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:p></w:body></w:document>`;

const document = (xml: string): Files => ({
  "[Content_Types].xml": types(part("wordprocessingml.document.main", "word/document.xml")),
  "_rels/.rels": rels(["rId1", "officeDocument", "word/document.xml"]),
  "word/document.xml": xml,
  "word/_rels/document.xml.rels": rels(["rId1", "image", "media/a.png"]),
  "word/media/a.png": PNG,
  "docProps/core.xml": "Canary",
});

/** Nothing but a CleaningError is thrown. Visible text may become anything; authors may not. */
async function safely(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    assert.deepEqual(canaries((await cleanBytes(bytes)).bytes), []);
  } catch (error) {
    if (!(error instanceof CleaningError)) throw error;
    assert.notEqual(error.code, "not_clean");
  }
}

test("bytes changed anywhere in the package", async () => {
  const whole = pack(document(XML));
  const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const copy = whole.slice();
      for (const { at, to } of changes) copy[at] = to;
      await safely(copy);
    }),
    { numRuns: 200 },
  );
});

test("a package cut off or with a piece twice", async () => {
  const whole = pack(document(XML));
  const place = fc.nat(whole.length);
  await fc.assert(
    fc.asyncProperty(place, place, async (from, to) => {
      await safely(whole.slice(0, from));
      await safely(Uint8Array.from([...whole.subarray(0, from), ...whole.subarray(to)]));
    }),
    { numRuns: 60 },
  );
});

test("tags moved, doubled and lost in the text", async () => {
  const pieces = XML.match(/<[^>]+>|[^<]+/g) ?? [];
  const mixed = fc.array(fc.nat(pieces.length - 1), { maxLength: 40 }).map((picks) => picks.map((at) => pieces[at]).join(""));
  const spliced = fc.tuple(fc.nat(pieces.length), fc.nat(3), mixed);
  await fc.assert(
    fc.asyncProperty(spliced, async ([at, gone, insert]) => {
      await safely(pack(document([...pieces.slice(0, at), insert, ...pieces.slice(at + gone)].join(""))));
    }),
    { numRuns: 200 },
  );
});

test("elements in any nesting that closes", async () => {
  const name = fc.constantFrom(
    "w:p", "w:r", "w:t", "w:ins", "w:del", "w:tr", "w:trPr", "w:tbl", "w:object", "w:fldChar", "w:instrText", "mc:AlternateContent",
    "mc:Choice", "mc:Fallback", "p:graphicFrame", "p:oleObj", "p:pic", "a:graphicData", "x:f", "x:v", "x:c", "x:hyperlinks", "x:definedName",
  );
  const attribute = fc.constantFrom("", ` ${AUTHOR}`, ' w:fldCharType="begin"', ' w:fldCharType="separate"', ' w:fldCharType="end"', ' Requires="w14"', ' r:id="rId1"', ' si="0"');
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom("AUTHOR", "[1]A", "PAGE", " "),
      fc.tuple(name, attribute, fc.array(tie("tree"), { maxLength: 4 })).map(([tag, value, inside]) => `<${tag}${value}>${inside.join("")}</${tag}>`),
    ),
  }));
  const names = `${W} xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("w:body", "x:sst", "p:sldAny"), tree, (root, inside) =>
      safely(pack(document(`<${root} ${names}>${inside}</${root}>`)))),
    { numRuns: 300 },
  );
});
