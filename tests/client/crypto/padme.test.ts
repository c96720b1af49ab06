/** Padding: never less, never much more, and never out of order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FLOOR, MAX_PLAINTEXT } from "../../../client/shared/crypto/limits.ts";
import { paddedSize } from "../../../client/shared/crypto/padme.ts";

const size = fc.oneof(fc.integer({ min: 0, max: MAX_PLAINTEXT }), fc.integer({ min: 0, max: 20_000 }));

test("padding adds at most 12 % above the floor and whole blocks only", () => {
  fc.assert(fc.property(size, (n) => {
    const padded = paddedSize(n);
    assert.ok(padded >= n && padded % 512 === 0);
    assert.ok(padded === FLOOR || padded <= n * 1.12);
    assert.equal(paddedSize(padded), padded);
  }));
});

test("a larger plaintext never becomes the smaller packet", () => {
  fc.assert(fc.property(size, fc.nat(5000), (n, more) => assert.ok(paddedSize(n) <= paddedSize(n + more))));
});

test("few sizes are left to tell reports apart by", () => {
  const sizes = new Set(Array.from({ length: 2048 }, (_, n) => paddedSize(n * 512)));
  assert.ok(sizes.size < 180, `${sizes.size} sizes up to 1 MiB`);
});
