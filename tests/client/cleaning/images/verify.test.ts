/**
 * The verifiers of GIF, WebP, HEIF and AVIF: what the cleaners give passes, and nothing can be
 * planted in it, neither between the parts nor in spare bits.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cleanPictureBytes } from "../../../../client/shared/cleaning/lossless.ts";
import { CleaningError } from "../../../../client/shared/cleaning/types.ts";
import { verifyGif } from "../../../../client/shared/cleaning/verify_gif.ts";
import { verifyHeif } from "../../../../client/shared/cleaning/verify_heif.ts";
import { verifyWebp } from "../../../../client/shared/cleaning/verify_webp.ts";
import * as make from "../files.ts";
import { PLANTED } from "./planted.ts";

type Verify = (b: Uint8Array) => void;

function passes(verify: Verify, bytes: Uint8Array): boolean {
  try {
    verify(bytes);
    return true;
  } catch (error) {
    assert.ok(error instanceof CleaningError && error.code === "not_clean", String(error));
    return false;
  }
}

const clean = (kind: string): Uint8Array => {
  const result = cleanPictureBytes(make.join(PLANTED[kind]?.() ?? []));
  assert.ok(result);
  return result;
};
const FILLED: [string, Verify][] = [["webp", verifyWebp], ["avif", verifyHeif], ["heic", verifyHeif]];
const changed = (b: Uint8Array, at: number, value: number): Uint8Array => {
  const copy = b.slice();
  copy[at] = value;
  return copy;
};

for (const [kind, verify] of FILLED) {
  test(`bytes put anywhere into a clean ${kind} are caught`, () => {
    const whole = clean(kind);
    assert.ok(passes(verify, whole));
    const stray = fc.uint8Array({ minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(stray, fc.nat({ max: whole.length }), (bytes, at) => {
        const more = [...whole.subarray(0, at), ...bytes, ...whole.subarray(at)];
        assert.equal(passes(verify, Uint8Array.from(more)), false);
      }),
      { numRuns: 500 },
    );
  });
}

test("a foreign block between any two of a clean GIF is caught", () => {
  const whole = clean("gif");
  assert.ok(passes(verifyGif, whole));
  const loops = 19 + 19;
  for (const block of ["!\xfe\x03abc\0", "!\xff\x0bXMP DataXMP\x01a\0", "!\x01\x01a\0", "\0", "abc"]) {
    for (const at of [19, loops, loops + 8, whole.length - 1, whole.length]) {
      const more = [...whole.subarray(0, at), ...make.text(block), ...whole.subarray(at)];
      assert.equal(passes(verifyGif, Uint8Array.from(more)), false, `${JSON.stringify(block)} at ${at}`);
    }
  }
});

test("spare bits hold nothing", () => {
  const gif = clean("gif");
  for (const [at, value] of [[12, 49], [38 + 3, 0xe5], [38 + 8 + 9, 0x18]] as const) {
    assert.equal(passes(verifyGif, changed(gif, at, value)), false, `GIF ${at}`);
  }
  const webp = clean("webp");
  for (const [at, value] of [[20, 0x04], [20, 0x08], [20, 0x81], [21, 1], [23, 1]] as const) {
    assert.equal(passes(verifyWebp, changed(webp, at, value)), false, `WebP ${at}`);
  }
});

test("a unit that does not draw is caught in HEIF and AVIF", () => {
  for (const [kind, unit, other] of [["avif", "\x32\x03", 0x2a], ["avif", "\x32\x03", 0x7a], ["heic", "\x26\x01", 39 << 1]] as const) {
    const whole = clean(kind);
    const at = Buffer.from(whole).toString("latin1").lastIndexOf(unit);
    assert.equal(passes(verifyHeif, changed(whole, at, other)), false, kind);
  }
});

test("arbitrary and mutated bytes are judged, never more", () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
  const verifiers: [string, Verify][] = [...FILLED, ["gif", verifyGif]];
  fc.assert(
    fc.property(fc.constantFrom(...verifiers), edits, ([kind, verify], changes) => {
      const bytes = clean(kind);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      passes(verify, bytes);
    }),
    { numRuns: 1000 },
  );
});
