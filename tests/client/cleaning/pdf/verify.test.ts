/** The verifier refuses whatever our writer would not have written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { verifyPdf } from "../../../../client/shared/cleaning/pdf/verify_pdf.ts";
import { Sink, written } from "../../../../client/shared/cleaning/pdf/sink.ts";
import { Writer } from "../../../../client/shared/cleaning/pdf/writer.ts";
import { type Dict, Name, Ref, Stream, Text, type Value } from "../../../../client/shared/cleaning/pdf/values.ts";
import { deflateZlib } from "../../../../client/shared/cleaning/pdf/inflate.ts";
import { bytesOf, latin, pdf, simple } from "./build.ts";
import { cleaned } from "./clean.ts";

const good = cleaned(pdf(simple())).file;
const passes = (bytes: Uint8Array): boolean => {
  try {
    verifyPdf(bytes);
    return true;
  } catch {
    return false;
  }
};

/** A file of our writer's with more keys on the page, and more content. */
function crafted(page: [string, Value][], content: Uint8Array, more: Value[] = []): Uint8Array {
  const writer = new Writer();
  const root: Dict = new Map<string, Value>([["Type", new Name("Catalog")], ["Pages", new Ref(2)]]);
  const pages: Dict = new Map<string, Value>([["Type", new Name("Pages")], ["Kids", [new Ref(3)]], ["Count", 1]]);
  const leaf: Dict = new Map<string, Value>([["Type", new Name("Page")], ["Contents", new Ref(4)], ...page]);
  const stream = new Stream(new Map([["Filter", new Name("FlateDecode")]]), content);
  for (const value of [root, pages, leaf, stream, ...more]) writer.write(writer.reserve(), value);
  return writer.finish(new Ref(1));
}
const draws = (text: string): Uint8Array => deflateZlib(bytesOf(text));

test("accepts what was cleaned and what is crafted alike", () => {
  assert.ok(passes(bytesOf(good)));
  assert.ok(passes(crafted([], draws("1 w"))));
});

const WRONG: [fault: string, bytes: Uint8Array][] = [
  ["bytes behind the end", bytesOf(`${good}x`)],
  ["bytes between objects", bytesOf(good.replace("\n2 0 obj", "\n\n2 0 obj"))],
  ["a comment behind the header", bytesOf(good.replace("1 0 obj", "%x\n1 0 obj"))],
  ["another header", bytesOf(good.replace("1.7", "1.6"))],
  ["an identifier", bytesOf(good.replace("/Root 1 0 R>>", "/Root 1 0 R /ID []>>"))],
  ["an unknown key", crafted([["Author", 1]], draws("1 w"))],
  ["metadata", crafted([["Metadata", new Ref(4)]], draws("1 w"))],
  ["a string", crafted([["Rotate", new Text(bytesOf("x"))]], draws("1 w"))],
  ["an unknown kind", crafted([["Group", new Map([["Type", new Name("Filespec")]])]], draws("1 w"))],
  ["an object that nothing reaches", crafted([], draws("1 w"), [new Map()])],
  ["a reference to nothing", crafted([["Group", new Ref(9)]], draws("1 w"))],
  ["a comment in the content", crafted([], draws("1 w % x"))],
  ["a mark in the content", crafted([], draws("/P BMC EMC"))],
  ["a dictionary in the content", crafted([], draws("/P <</X 1>> gs"))],
  ["a string that is not shown", crafted([], draws("(x) 1 w"))],
  ["bytes behind deflated data", crafted([], bytesOf(`${latin(draws("1 w"))}x`))],
];
for (const [fault, bytes] of WRONG) test(`refuses ${fault}`, () => assert.ok(!passes(bytes)));

test("any single changed byte outside stream data is refused or means nothing else", () => {
  const { all } = cleaned(pdf(simple()));
  fc.assert(fc.property(fc.nat(good.length - 1), fc.nat(255), (at, code) => {
    const changed = bytesOf(good);
    changed[at] = code;
    if (!passes(changed)) return true;
    return cleaned(latin(changed)).file.length <= all.length + 100;
  }), { numRuns: 300 });
});

test("values are written in one way, without exponents, without letters that mean something", () => {
  assert.equal(written([1e-9, -0, 0.1, 12345678901, null, true]), "[0 0 0.1 12345678901 null true]");
  assert.equal(written(new Name("A B#(")), "/A#20B#23#28");
  assert.equal(written(new Text(bytesOf("(\xff"))), "<28ff>");
  const sink = new Sink();
  sink.text("x".repeat(10_000));
  assert.equal(sink.size, 10_000);
});
