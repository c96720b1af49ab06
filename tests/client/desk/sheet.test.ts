/** The code on a recovery sheet: vectors, typing it off paper, and what a wrong digit does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base64url } from "../../../client/shared/crypto/bytes.ts";
import {
  fromSheet, groupHolds, newSheetCode, readSheet, scannedSheet, sheetGroups,
} from "../../../client/shared/desk_keys/sheet.ts";
import vectors from "../../vectors/desk_keys.json";

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }).map((all) => all.join(""));
const code = fc.constant(null).map(newSheetCode);
const swapped = (text: string, at: number): string => text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);

for (const [n, vector] of vectors.sheets.entries()) {
  test(`sheet ${n + 1}`, () => {
    assert.deepEqual(readSheet(vector.code), { code: vector.code });
    const { authentication, wrapping } = fromSheet(vector.code);
    assert.equal(base64url(authentication), vector.authentication);
    assert.equal(base64url(wrapping), vector.wrapping);
  });
}

test("a code is read with spaces, in Thai numerals, and as its QR code says it", () => {
  const made = newSheetCode();
  const thai = Array.from(made, (digit) => String.fromCodePoint(0xe50 + Number(digit))).join("");
  for (const typed of [made, sheetGroups(made).join(" "), sheetGroups(thai).join(" - "), scannedSheet(made), `\n${made} `]) {
    assert.deepEqual(readSheet(typed), { code: made });
  }
});

test("no two codes are alike, and their digits are spread", () => {
  const many = Array.from({ length: 200 }, newSheetCode);
  assert.equal(new Set(many).size, many.length);
  const counts = Array.from("0123456789", (digit) => many.join("").split(digit).length - 1);
  assert.ok(counts.every((count) => count > 700 && count < 1220), String(counts));
});

test("every wrong digit and every swap of neighbours is caught, and its group named", () => {
  fc.assert(fc.property(code, fc.nat(47), fc.integer({ min: 1, max: 9 }), (made, at, more) => {
    const other = made.slice(0, at) + String((Number(made[at]) + more) % 10) + made.slice(at + 1);
    assert.deepEqual(readSheet(other), { fault: Math.floor(at / 6) + 1 });
    if (at % 6 < 5 && made[at] !== made[at + 1]) assert.ok(!groupHolds(sheetGroups(swapped(made, at))[Math.floor(at / 6)]!));
  }));
});

test("whatever else is typed is no code, and breaks nothing", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), digits), (text) => {
    const read = readSheet(text);
    if ("code" in read) assert.equal(sheetGroups(read.code).every(groupHolds), true);
    else assert.ok(read.fault >= 0 && read.fault <= 50);
  }));
});

test("a group that is not whole yet is not called wrong", () => {
  const made = newSheetCode();
  for (const length of [1, 5, 6, 20, 47]) assert.deepEqual(readSheet(made.slice(0, length)), { fault: 0 });
  assert.deepEqual(readSheet(`${made}7`), { fault: 0 });
});
