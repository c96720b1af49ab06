/** Tables that spreadsheets open: no cell is a formula, whatever a report or an agency wrote. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromUtf8 } from "../../../client/shared/crypto/bytes.ts";
import { caseNumber } from "../../../client/shared/export/case_number.ts";
import { cell, csv } from "../../../client/shared/export/csv.ts";

test("a table begins with a byte order mark, and its lines end as RFC 4180 says", () => {
  const bytes = csv(["เลขเรื่อง", "จังหวัด"], [["1a2b-3c4d-5e6f", 'น่าน "เหนือ"']]);
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.equal(fromUtf8(bytes), '\ufeff"เลขเรื่อง","จังหวัด"\r\n"1a2b-3c4d-5e6f","น่าน ""เหนือ"""\r\n');
});

const FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "%0A=1", "＝1", "＋1", "－1", "＠x", '"=1', "'=1", "\u202e=1"];
for (const text of FORMULAS) {
  test(`${JSON.stringify(text)} stays text`, () => assert.match(cell(text), /^"'/));
}

test("what is no formula is as it was written", () => {
  for (const text of ["", "สำนักงาน ป.ป.ช.", "ปช 0012/3456", "a=b", "2026-11-22"]) assert.equal(cell(text), `"${text}"`);
});

test("no text leaves its cell or starts a formula", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const made = cell(text);
    const inner = made.slice(1, -1).replace(/""/g, "");
    assert(made.startsWith('"') && made.endsWith('"') && !inner.includes('"'));
    assert(!/[\r\n\t\u0000]/.test(made));
    assert(!/^"[=+\-@]/.test(made));
  }));
});

test("case numbers are twelve digits in groups", () => {
  assert.equal(caseNumber("0123456789abcdef0123456789abcdef"), "0123-4567-89ab");
});
