/**
 * Pictures full of canaries come out without one, the parts that draw stay byte for byte, and no
 * mutation makes a cleaner hang, fail in an unknown way, or let a secret through.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalProfile, isCanonicalProfile } from "../../../../client/shared/cleaning/icc.ts";
import { cleanPictureBytes } from "../../../../client/shared/cleaning/lossless.ts";
import { CleaningError } from "../../../../client/shared/cleaning/types.ts";
import { ALL_WAYS } from "../../../../client/shared/cleaning/ways_all.ts";
import { sniff, sniffPicture } from "../../../../client/shared/cleaning/sniff.ts";
import * as make from "../files.ts";
import { heif, jpeg, P3, PLANTED, SECRET, SRGB } from "./planted.ts";

const latin = (b: Uint8Array): string => Buffer.from(b).toString("latin1");
/** As it is, and with a zero before every letter, as Windows writes. */
const leaks = (b: Uint8Array): boolean => /Canary|Somchai|Cana/.test(latin(b).replace(/\0/g, ""));

function cleaned(b: Uint8Array): Uint8Array {
  const result = cleanPictureBytes(b);
  assert.ok(result);
  return result;
}

for (const [kind, parts] of Object.entries(PLANTED)) {
  test(`no canary survives in ${kind}`, () => {
    const original = make.join(parts());
    assert.ok(latin(original).includes(SECRET));
    assert.equal(sniff(original), kind);
    const result = cleaned(original);
    assert.ok(!leaks(result), latin(result));
    assert.equal(sniff(result), kind);
    assert.deepEqual(cleaned(result), result, "cleaning twice changes nothing");
  });
}

test("what draws a JPEG stays, and the way up by its value alone", () => {
  const result = cleaned(make.join(jpeg()));
  const [start = [], jfif = [], ...rest] = make.jpegSegments();
  const turned = make.segment(0xe1, [...make.text("Exif\0\0"), ...make.tiff([[0x112, 6]])]);
  const adobe = make.segment(0xee, make.text("Adobe\0d\0\0\0\0\x01"));
  assert.deepEqual(result, make.join([start, jfif, turned, adobe, ...rest]));
});

test("an upright JPEG gets no EXIF at all", () => {
  const upright = make.segment(0xe1, [...make.text("Exif\0\0"), ...make.tiff([[0x112, 1]])]);
  const plain = make.jpegSegments();
  assert.deepEqual(cleaned(make.plant(plain, 1, upright)), make.join(plain));
});

test("a JPEG without an end has no lossless way", () => {
  const open = make.jpegSegments().slice(0, -1);
  assert.equal(cleanPictureBytes(make.join([...open, make.text("canary-SEFT")])), null);
});

test("tiles and transparency of HEIF and AVIF stay, turned as they were", () => {
  for (const avif of [true, false]) {
    const text = latin(cleaned(make.join(heif(avif))));
    const units = avif ? "\x12\0\x0a\x03\x01\x02\x03\x32\x03\x09\x08\x07" : "\0\0\0\x05\x26\x01\x01\x02\x03";
    assert.equal(text.split(units).length - 1, 3);
    for (const kept of ["irot\x01", "auxl\0\x04\0\x01\0\x01", "dimg\0\x01\0\x02\0\x02\0\x03"]) {
      assert.ok(text.includes(kept), kept);
    }
    assert.ok(!/thmb|cdsc|Exif|mime|uuid|prof|udes|tech/.test(text));
  }
});

test("a sequence of pictures has no lossless way yet", () => {
  const tracks = [...make.text("\0\0\0\x0cmoov"), 0, 0, 0, 0];
  const sequence = make.join([...heif(true).slice(0, -1), tracks]);
  assert.ok(cleanPictureBytes(sequence));
  sequence.set(make.text("avis"), 8);
  assert.throws(() => cleanPictureBytes(sequence), { code: "no_clean_way" });
});

test("a profile becomes one of few, told by what its colours mean", () => {
  assert.equal(canonicalProfile(Uint8Array.from(SRGB)), null);
  const wide = canonicalProfile(Uint8Array.from(P3));
  assert.ok(wide && isCanonicalProfile(wide) && !leaks(wide));
  assert.ok(latin(wide).replace(/\0/g, "").includes("Display P3"));
  assert.ok(!isCanonicalProfile(wide.slice().fill(7, 40, 41)));
  assert.ok(!isCanonicalProfile(Uint8Array.from(P3)));
});

function survives(original: Uint8Array): void {
  try {
    const result = cleanPictureBytes(original);
    ALL_WAYS[sniffPicture(original) ?? "bmp"]?.look(original);
    assert.ok(!result || !leaks(result), result ? latin(result) : "");
  } catch (error) {
    assert.ok(error instanceof CleaningError, String(error));
  }
}

const kinds = fc.constantFrom(...Object.values(PLANTED));
/** Those whose parts do not point at each other: moved, a secret would become pixels. */
const streams = fc.constantFrom(PLANTED["jpeg"], PLANTED["png"], PLANTED["webp"], PLANTED["gif"]);

test("parts left out, doubled or swapped let nothing through", () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 40 }), (parts, order) => {
      const all = parts?.() ?? [];
      survives(make.join(order.map((at) => all[at % all.length] ?? [])));
      survives(make.join([all[0] ?? [], ...order.map((at) => all[at % all.length] ?? []), all.at(-2) ?? []]));
    }),
    { numRuns: 600 },
  );
});

test("cut off anywhere, nothing gets through", () => {
  for (const parts of Object.values(PLANTED)) {
    const all = make.join(parts());
    for (let end = 0; end < all.length; end += 3) survives(all.subarray(0, end));
  }
});

test("changed bytes never hang a cleaner or fail in an unknown way", () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(kinds, edits, (parts, changes) => {
      const bytes = make.join(parts());
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      try {
        cleanPictureBytes(bytes);
        ALL_WAYS[sniffPicture(bytes) ?? "bmp"]?.look(bytes);
      } catch (error) {
        assert.ok(error instanceof CleaningError, String(error));
      }
    }),
    { numRuns: 3000 },
  );
});
