/** Templates of letters: blanks that nothing breaks out of, languages that fall back, lists that two people change. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { blanksIn, canonical, fill, KNOWN, localised, nameIn, openBlanks, pieces } from "../../../client/pages/desk/letters/blanks.ts";
import { dayIn, HOME, isOffered, LANGUAGES, offeredFor } from "../../../client/pages/desk/letters/languages.ts";
import { changeOne, OWN, type Own, Overtaken, shipped, type Store, templateOf, textIn, written } from "../../../client/pages/desk/letters/templates.ts";
import { BLANK, draftOf, inLanguage, languageFor, type Occasion, unfilled, valuesOf, withTemplate, type Writing } from "../../../client/pages/desk/letters/writing.ts";
import type { Kept } from "../../../client/pages/desk/sealed_list.ts";

/** Text as somebody writes it who wants to break out. */
const hostile = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom("{", "}", "{agency}", "{reference}", "{เลขรับเรื่อง}", "$&", "$1", "<b>", "\u202e", "\n", "{}", "__proto__", " ")).map((parts) => parts.join("")),
);
const keys: fc.Arbitrary<string> = fc.constantFrom(...KNOWN, "วันนัด", "__proto__", "constructor");
const values = fc.array(fc.tuple(keys, hostile)).map((entries) => new Map(entries));

test("whatever fills a blank, the rest stays as it was written, and the value as it is", () => {
  fc.assert(fc.property(fc.array(fc.oneof(hostile, keys.map((key) => `{${key}}`))), values, (parts, filled) => {
    const text = parts.join("");
    const [empty, full] = [pieces(text), pieces(text, filled)];
    assert.equal(empty.map((piece) => piece.text).join(""), text);
    assert.equal(full.length, empty.length);
    for (const [n, piece] of full.entries()) {
      const value = piece.blank === null ? "" : (filled.get(piece.blank)?.trim() ?? "");
      assert.equal(piece.text, value || empty[n]!.text);
      assert.equal(piece.filled, piece.blank === null || value !== "");
    }
    assert.equal(fill(text, filled), full.map((piece) => piece.text).join(""));
  }));
});

test("braces in a value are no blank", () => {
  const filled = new Map([["agency", "{reference} {สำนักงาน}"], ["reference", "๑"]]);
  assert.equal(fill("ส่งให้ {agency} เลข {reference}", filled), "ส่งให้ {reference} {สำนักงาน} เลข ๑");
  assert.deepEqual(openBlanks("ส่งให้ {agency} เลข {reference}", filled), []);
  assert.deepEqual(openBlanks("{ วันนัด } {agency} {วันนัด}", new Map([["agency", " \n"]])), ["วันนัด", "agency"]);
  assert.deepEqual(blanksIn("{} { } {a{b}c} {x\ny} {" + "ก".repeat(41) + "}"), ["b"]);
});

test("names of blanks are everybody's: in any language, and kept in one", () => {
  for (const language of LANGUAGES) {
    const text = KNOWN.map((key) => `{${nameIn(language, key)}}`).join(" ");
    assert.equal(canonical(text), KNOWN.map((key) => `{${key}}`).join(" "));
    assert.equal(localised(canonical(text), language), text);
  }
  fc.assert(fc.property(hostile, (text) => assert.deepEqual(blanksIn(localised(canonical(text), "en")), blanksIn(text))));
});

test("each template that comes with Hinghoi has every language, the same blanks in each, and only what cases know", () => {
  assert.ok(LANGUAGES.length >= 2 && LANGUAGES[0] === HOME);
  for (const one of shipped) {
    assert.deepEqual(Object.keys(one.texts).sort(), [...LANGUAGES].sort(), one.id);
    const blanks = LANGUAGES.map((language) => blanksIn(one.texts[language]!).sort());
    for (const some of blanks) assert.deepEqual(some, blanks[0], one.id);
    assert.deepEqual(blanks[0]!.filter((key) => !KNOWN.includes(key as never)), []);
    assert.ok(LANGUAGES.every((language) => one.title(language) !== one.id && one.title(language).length <= 40));
  }
});

test("the language of the report, its main one, or the desk's", () => {
  assert.deepEqual(["th", "en-GB", "nod"].map(languageFor).map(({ language, spoken }) => [language, spoken]), [["th", true], ["en", true], ["th", false]]);
  assert.equal(offeredFor("constructor"), null);
  assert.ok(!isOffered("__proto__"));
  // Node's calendars leave out the era that browsers write.
  assert.match(dayIn("th", "2026-11-22"), /^22 พฤศจิกายน (พ\.ศ\. )?2569$/);
  assert.deepEqual([dayIn("en", "2026-11-22"), dayIn("en", "soon")], ["22 November 2026", "soon"]);
});

const own = (n: number, texts: Record<string, string>, title = `แบบ ${n}`): Own => ({ id: n.toString(16).padStart(32, "0"), title, texts });

test("a text that is not there in a language is told to be in another", () => {
  assert.deepEqual(textIn(own(1, { th: "ก", en: "a" }), "en"), { text: "a", language: "en" });
  assert.deepEqual(textIn(own(1, { th: "ก" }), "en"), { text: "ก", language: "th" });
  assert.deepEqual(textIn(own(1, { nod: "ข" }), "en"), { text: "ข", language: "nod" });
  const filled = withTemplate(BLANK, templateOf(own(1, { th: "ก" })), "en", "th");
  assert.deepEqual([filled.text, filled.language], ["ก", "th"]);
});

const FACTS = { day: "2026-11-20", forwarded: "2026-11-21", agency: "", reference: "" };
const OCCASION: Occasion = { mailbox: "0".repeat(32), desk: "nan", number: 1, language: "th", day: "2026-11-22", before: null };
const of = (id: string) => shipped.find((one) => one.id === id)!;
const put = (writing: Writing, id: string, language: string): Writing => ({ ...writing, ...withTemplate(writing, of(id), language, "th") });

test("a letter is filled from the case, says what is missing, and carries its language", () => {
  const forwarded = put(BLANK, "forwarded", "en");
  assert.deepEqual(unfilled(forwarded, FACTS, "en"), ["agency", "reference"]);
  assert.ok(forwarded.text.includes("{หน่วยงาน}") && forwarded.state === "referred");
  const ready = { ...forwarded, agency: "NACC {reference}", reference: "12/2569" };
  assert.deepEqual(unfilled(ready, FACTS, "en"), []);
  const draft = draftOf(ready, OCCASION, FACTS);
  assert.ok(draft.text.startsWith("We forwarded your report to NACC {reference} on 21 November 2026.\nTheir reference number is 12/2569.\n"), draft.text);
  assert.deepEqual([draft.language, draft.agency], ["en", { name: "NACC {reference}", reference: "12/2569" }]);
  assert.deepEqual(unfilled(put(BLANK, "closed", "th"), FACTS, "th"), ["reason"]);
  const typed = { ...put(BLANK, "received", "th"), blanks: new Map([["day", " "]]) };
  assert.deepEqual(unfilled(typed, FACTS, "th"), ["day"]);
  assert.match(valuesOf(BLANK, FACTS, "th").get("day")!, /^20 พฤศจิกายน .*2569$/);
});

test("templates follow the language until somebody types; then every word stays", () => {
  const two = put(put(BLANK, "thanks", "th"), "careful", "th");
  const english = { ...two, ...inLanguage(two, "th", "en", "th") };
  assert.equal(english.text, `${of("thanks").texts.en}\n\n${of("careful").texts.en}`);
  assert.equal(two.state, null);
  const typed = { ...two, text: `${two.text} จากใจ` };
  assert.equal(inLanguage(typed, "th", "en", "th").text, undefined);
  assert.equal(put(typed, "thanks", "th").text, `${typed.text}\n\n${of("thanks").texts.th}`);
});

test("what somebody sealed that is no template is left out; what a later version knows stays", () => {
  const sound = own(1, { th: "ก", "nod-TH": "ข" });
  const wrong = [{}, { ...sound, id: "1" }, { ...sound, title: 1 }, { ...sound, texts: null }, { ...sound, texts: { th: " " } }, { ...sound, texts: { "<b>": "x" } }, { ...sound, title: "x".repeat(81) }];
  assert.deepEqual([sound, ...wrong].flatMap(OWN.read), [sound]);
  assert.deepEqual(written({ ...sound, title: " ก ", texts: { th: " {เหตุผล} ", en: " " } }), { ...sound, title: "ก", texts: { th: "{reason}" } });
});

/** A list that others may change while somebody saves. */
function shelf(all: readonly Own[], meanwhile: (kept: Kept<Own>) => readonly Own[] | null): { store: Store; now: () => Kept<Own> } {
  let kept: Kept<Own> = { version: 1, all };
  return {
    now: () => kept,
    store: {
      load: async () => kept,
      async keep(known, next) {
        const other = meanwhile(kept);
        if (other) kept = { version: kept.version + 1, all: other };
        if (known.version !== kept.version) throw Object.assign(new Error(), { code: "note_conflict" });
        return (kept = { version: kept.version + 1, all: next });
      },
    },
  };
}

test("two who change different templates both keep theirs", async () => {
  const [one, two, mine] = [own(1, { th: "ก" }), own(2, { th: "ข" }), own(1, { th: "ก๒" })];
  let once = true;
  const { store, now } = shelf([one], ({ all }) => (once ? ((once = false), [...all, two]) : null));
  await changeOne(store, one.id, one, mine);
  assert.deepEqual(now().all, [two, mine]);
});

test("two who change the same one: the second reads what the first wrote, and overwrites nothing unseen", async () => {
  const [one, theirs, mine] = [own(1, { th: "ก" }), own(1, { th: "ของเขา" }), own(1, { th: "ของฉัน" })];
  let once = true;
  const { store, now } = shelf([one], () => (once ? ((once = false), [theirs]) : null));
  await assert.rejects(changeOne(store, one.id, one, mine), (error) => error instanceof Overtaken && error.now === theirs);
  assert.deepEqual(now().all, [theirs]);
  await assert.rejects(changeOne(store, one.id, one, null), Overtaken);
  await changeOne(store, one.id, theirs, mine);
  assert.deepEqual(now().all, [mine]);
  await changeOne(store, one.id, mine, null);
  await assert.rejects(changeOne(store, one.id, mine, theirs), (error) => error instanceof Overtaken && error.now === null);
  assert.deepEqual(now().all, []);
});
