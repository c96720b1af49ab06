/** Where a case stands, out of letters that may lie, repeat themselves or be missing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Letter } from "../../../client/shared/crypto/letter.ts";
import { STATES } from "../../../client/shared/crypto/states.ts";
import { casesOf } from "../../../client/shared/mailbox/cases.ts";

const letter = (facts: Partial<Letter>): Letter => ({
  version: 1, mailbox: "ab".repeat(16), desk: "nan", number: 1, language: "th", day: "2026-11-21",
  text: "", state: null, agency: null, history: [], attachments: [], ...facts,
});

test("the newest letter tells, and one that names no state changes none", () => {
  const history = [{ day: "2026-11-20", state: "received", note: "" } as const];
  const agency = { name: "ป.ป.ท.", reference: "1/2569" };
  const [told] = casesOf([
    letter({ number: 3, history, agency }), letter({ number: 1, state: "received" }), letter({ number: 2, state: "referred" }),
  ]);
  assert.deepEqual(told, { desk: "nan", state: "referred", agency, history, missing: [], repeated: [] });
});

test("a desk that claims a million letters is not asked for each", () => {
  const [told] = casesOf([letter({ number: 1_000_000 })]);
  assert.equal(told?.missing.length, 20);
  assert.equal(told?.missing.at(-1), 999_999);
});

test("in whatever order letters come, they tell the same", () => {
  const some = fc.uniqueArray(
    fc.record({ desk: fc.constantFrom("nan", "phrae"), number: fc.integer({ min: 1, max: 30 }), state: fc.constantFrom(null, ...STATES) }),
    { selector: ({ desk, number }) => `${desk} ${number}`, maxLength: 12 },
  );
  fc.assert(fc.property(some, (facts) => {
    const letters = facts.map(letter);
    assert.deepEqual(casesOf(letters), casesOf([...letters].reverse()));
    for (const { desk, missing, repeated } of casesOf(letters)) {
      const numbers = letters.filter((one) => one.desk === desk).map(({ number }) => number);
      assert.deepEqual(missing.filter((n) => numbers.includes(n)), []);
      assert.deepEqual(repeated, []);
    }
  }));
});
