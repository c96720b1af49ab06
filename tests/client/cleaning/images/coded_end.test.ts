/**
 * The quick search for the end of coded data finds what a plain loop finds, wherever it starts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codedEnd } from "../../../../client/shared/cleaning/coded_end.ts";

function plainly(b: Uint8Array, from: number): number {
  for (let at = from; at + 1 < b.length; at++) {
    const next = b[at + 1] ?? 0;
    if (b[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return b.length;
}

const codes = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe) }, { weight: 1, arbitrary: fc.constantFrom(0xff, 0xd0, 0xd7, 0xd8, 0xd9) });

test("the end of coded data is where a plain loop finds it", () => {
  fc.assert(
    fc.property(fc.array(codes, { maxLength: 120 }), fc.nat({ max: 7 }), fc.nat({ max: 20 }), (bytes, skew, from) => {
      const b = Uint8Array.from([...Array<number>(skew).fill(0xff), ...bytes]).subarray(skew);
      assert.equal(codedEnd(b, Math.min(from, b.length)), plainly(b, Math.min(from, b.length)));
    }),
    { numRuns: 3000 },
  );
});

test("a marker among zeros is seen at every place", () => {
  for (let skew = 0; skew < 4; skew++) {
    for (let at = 0; at < 90; at++) {
      const b = new Uint8Array(100 + skew).subarray(skew);
      b.set([0xff, 0xd9], at);
      assert.equal(codedEnd(b, 0), at, `${at} from ${skew}`);
    }
  }
});
