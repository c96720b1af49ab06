/** Which passphrases are strong enough, and the ones that the page makes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { makePassphrase, weakness } from "../../../client/shared/desk_keys/passphrase.ts";
import { chosen, fault } from "../../../client/pages/desk/join_rules.ts";

test("fourteen characters are enough, thirteen are not", () => {
  assert.equal(weakness("abcdefghijklm"), "short");
  assert.equal(weakness("abcdefghijklmn"), null);
});

test("characters are counted after NFKC, as code points", () => {
  assert.equal(weakness("ﷺ"), null, "one ligature that stands for eighteen letters");
  assert.equal(weakness("🌙🌙🌙🌙🌙🌙🌙"), "short", "seven characters of two units each");
});

test("a few characters over and over are refused", () => {
  assert.equal(weakness("abcdeabcdeabcde"), "repetitive");
  assert.equal(weakness("abcdefabcdefabc"), null);
});

test("made passphrases are strong, well formed and not alike", () => {
  const made = Array.from({ length: 200 }, makePassphrase);
  for (const one of made) assert.match(one, /^([bdfghjklmnprstvz][aeiou]){2}(-([bdfghjklmnprstvz][aeiou]){2}){5}$/);
  assert.equal(new Set(made).size, made.length);
  const letters = new Set(made.join(""));
  assert.equal(letters.size, 16 + 5 + 1, "every consonant and vowel is drawn");
});

test("nothing short is ever strong", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 6 }), (text) => {
    const few = [...text.normalize("NFKC")].length < 14;
    assert.equal(weakness(text) === "short", few);
  }));
});

const MADE = { own: false, made: "bado-kilu", kept: true, text: "", again: "" };

test("the form says what is missing, one thing at a time", () => {
  assert.match(fault("a", MADE)!, /2/);
  assert.match(fault("a b", MADE)!, /เว้นวรรค/);
  assert.match(fault("สมศรี", { ...MADE, kept: false })!, /จด/);
  assert.equal(fault("สมศรี", MADE), null);
  const own = { ...MADE, own: true, text: "กลางคืนไม่มีจันทร์", again: "กลางคืนไม่มีจันทร์" };
  assert.equal(fault("สมศรี", own), null);
  assert.match(fault("สมศรี", { ...own, again: "อื่น" })!, /ไม่ตรง/);
  assert.match(fault("สมศรี", { ...own, text: "สั้น" })!, /14/);
});

test("the chosen passphrase is the one on screen", () => {
  assert.equal(chosen(MADE), "bado-kilu");
  assert.equal(chosen({ ...MADE, own: true, text: "mine" }), "mine");
});
