/** Every compression and layout gives the very pixels that Pillow put in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { layout, madeByPython, pixels } from "./samples.ts";

/** Mixing inks, undoing opacity and changing colour space round differently. */
const ROUNDED = /CMYK|YCbCr|multiplied/;

const furthest = (one: Uint8Array, other: Uint8Array): number =>
  one.reduce((most, value, i) => Math.max(most, Math.abs(value - (other[i] ?? 999))), 0);

for (const { name, tiff, width, height, pixels: expected } of madeByPython()) {
  test(name, () => {
    const page = layout(tiff);
    assert.deepEqual([page.width, page.height], [width, height]);
    const seen = pixels(page);
    assert.equal(seen.length, expected.length);
    assert.ok(furthest(seen, expected) <= (ROUNDED.test(name) ? 2 : 0), `off by ${furthest(seen, expected)}`);
  });
}
