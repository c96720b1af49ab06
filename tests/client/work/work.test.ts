/** The phone's proof of work against the vectors that the server reads, too (docs/formats/work.md). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { HARDEST, makeWork } from "../../../client/shared/work/index.ts";

interface Vector { sha256: string; bits: number; work: string }
const { solve } = JSON.parse(readFileSync("tests/vectors/work.json", "utf8")) as { solve: Vector[] };

for (const { sha256, bits, work } of solve) {
  test(`the first nonces of ${bits} bits`, () => {
    assert.equal(makeWork(Buffer.from(sha256, "hex"), bits), work);
  });
}

test("no server can keep a phone busy for ever", () => {
  assert.throws(() => makeWork(new Uint8Array(32), HARDEST + 1), RangeError);
});
