/** What looks alike is found alike, and nothing moves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fold, terms, tidy } from "../../../client/shared/cards/normalise.ts";
import { ranges } from "../../../client/shared/cards/excerpt.ts";

const ALIKE: [string, string][] = [
  ["แงง", "เเงง"],
  ["น้ำ", "น้ํา"],
  ["น้ำ", "นํ้า"],
  ["น้ำ", "นำ้"],
  ["กี่", "ก่ี"],
  ["ผู้", "ผู้"],
  ["ที่", "ท่ี่"],
  ["ทุจริต", "ทุ\u200bจริต"],
  ["é", "e\u0301"],
  ["a\nb", "a\r\nb"],
];

for (const [right, typed] of ALIKE) {
  test(`${JSON.stringify(typed)} is ${right}`, () => {
    assert.equal(tidy(typed), right);
    assert.equal(tidy(right), right);
  });
}

test("correct Thai is left as it is", () => {
  for (const words of ["ปู่ย่าตายาย", "เก้าอี้", "จุ๊บแจง", "ศักดิ์สิทธิ์", "ก๋วยเตี๋ยว", "พ.ศ. ๒๕๖๙", "เงินกู้ร้อยละ 5 ต่อเดือน", "กระทั่ง", "ญ่ปุ่น"]) {
    assert.equal(tidy(words), words.normalize("NFC"));
  }
});

test("tidying twice changes nothing more", () => {
  const thai = fc.string({ unit: fc.integer({ min: 0xe00, max: 0xe5b }).map((code) => String.fromCharCode(code)) });
  fc.assert(fc.property(fc.oneof(thai, fc.string({ unit: "binary" })), (text) => assert.equal(tidy(tidy(text)), tidy(text))));
});

test("folding makes case and digits alike and never moves a character", () => {
  assert.equal(fold("อบต. ABC ๒๕๖๙\nที่"), "อบต. abc 2569 ที่");
  assert.equal(fold("İ"), "İ");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.equal(fold(text).length, text.length);
    assert.equal(fold(fold(text)), fold(text));
  }));
});

test("a search has phrases", () => {
  assert.deepEqual(terms("  ถนน  หน้าวัด "), ["ถนน", "หน้าวัด"]);
  assert.deepEqual(terms('"ถนน หน้าวัด" ๕๐'), ["ถนน หน้าวัด", "50"]);
  assert.deepEqual(terms("“a b” a a"), ["a b", "a"]);
  assert.deepEqual(terms('"'), []);
  assert.equal(terms("a b c d e f g h i j k").length, 8);
});

test("highlighting takes whole letters and joins what touches", () => {
  assert.deepEqual(ranges("ที่กี่", ["ก"]), [[3, 6]]);
  assert.deepEqual(ranges("Abc ABC", ["ab", "bc"]), [[0, 3], [4, 7]]);
  assert.deepEqual(ranges("x", ["y"]), []);
});
