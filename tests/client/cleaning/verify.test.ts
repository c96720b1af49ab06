/**
 * The last word on a cleaned picture: whatever is planted in it, wherever, is caught or cut out.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cleanJpegInPlace } from "../../../client/shared/cleaning/jpeg_lossless.ts";
import { cleanJpegBytes, cleanPngBytes } from "../../../client/shared/cleaning/lossless.ts";
import { CleaningError } from "../../../client/shared/cleaning/types.ts";
import { cleanEnd, verifyJpeg } from "../../../client/shared/cleaning/verify_jpeg.ts";
import { verifyPng } from "../../../client/shared/cleaning/verify_png.ts";
import * as make from "./files.ts";

const { text, segment, chunk } = make;
const jpeg = make.jpegSegments();
const png = make.pngChunks();

function passes(verify: (bytes: Uint8Array) => void, bytes: Uint8Array): boolean {
  try {
    verify(bytes);
    return true;
  } catch (error) {
    assert.ok(error instanceof CleaningError && error.code === "not_clean", String(error));
    return false;
  }
}

test("plain pictures pass", () => {
  assert.ok(passes(verifyJpeg, make.join(jpeg)));
  assert.ok(passes(verifyPng, make.join(png)));
});

const payload = fc.array(fc.nat({ max: 255 }), { maxLength: 40 });
const foreignMarker = fc.constantFrom(
  0xc8, 0xde, 0xdf, 0xf0, 0xfe,
  ...Array.from({ length: 15 }, (_, i) => 0xe1 + i),
);

test("a foreign segment planted anywhere in a JPEG is caught, and cut out", () => {
  fc.assert(
    fc.property(foreignMarker, payload, fc.nat({ max: jpeg.length }), (marker, body, at) => {
      const planted = make.plant(jpeg, at, segment(marker, body));
      assert.equal(passes(verifyJpeg, planted), false);
      if (at > 0) assert.deepEqual(cleanJpegBytes(planted), make.join(jpeg));
    }),
  );
});

test("where a JPEG is cleaned in place, nothing of what was cut out is left beside it", () => {
  fc.assert(
    fc.property(foreignMarker, payload, fc.integer({ min: 1, max: jpeg.length }), (marker, body, at) => {
      const planted = make.plant(jpeg, at, segment(marker, body));
      const [taken, before] = [planted.slice(), planted.slice()];
      const clean = cleanJpegInPlace(taken)!;
      assert.deepEqual(clean.slice(), make.join(jpeg));
      assert.deepEqual(cleanJpegBytes(planted), clean.slice());
      assert.deepEqual(planted, before);
      // What stands between the scans is copied from segment to segment, and taken as it was.
      if (clean.buffer !== taken.buffer) return;
      clean.fill(0);
      assert.ok(taken.every((code) => code === 0));
    }),
  );
  const last = make.plant(jpeg, jpeg.length, segment(0xe1, text("spoon")));
  assert.equal(cleanJpegInPlace(last)?.buffer, last.buffer);
});

test("stray bytes planted between segments of a JPEG are caught", () => {
  const stray = fc.array(fc.nat({ max: 254 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(stray, fc.constantFrom(0, 1, 2, 3, 4, 5, 7), (bytes, at) => {
      assert.equal(passes(verifyJpeg, make.plant(jpeg, at, bytes)), false);
    }),
  );
});

test("no segment of a JPEG can be longer than its own numbers say", () => {
  for (const at of [1, 2, 3, 4, 5]) {
    const longer = jpeg.map((part) => [...part]);
    const part = longer[at] ?? [];
    const length = (part[2] ?? 0) * 256 + (part[3] ?? 0);
    part[2] = (length + 5) >> 8;
    part[3] = (length + 5) & 255;
    part.splice(2 + length, 0, ...text("spoon"));
    assert.equal(passes(verifyJpeg, make.join(longer)), false, `segment ${at}`);
  }
});

test("JFIF's own thumbnail is caught, and anything else of its length", () => {
  for (const [name, rows] of [["JFIF\0", 1], ["JFXX\0", 0]] as const) {
    const odd = segment(0xe0, [...text(name), 1, 1, 0, 0, 1, 0, 1, 0, rows]);
    assert.equal(passes(verifyJpeg, make.plant(jpeg.filter((_, i) => i !== 1), 1, odd)), false);
  }
  const thumbnail = segment(0xe0, [...text("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9]);
  assert.equal(passes(verifyJpeg, make.plant(jpeg, 1, thumbnail)), false);
});

test("a chunk of any other name planted anywhere in a PNG is caught, and cut out", () => {
  const name = fc
    .string({ minLength: 4, maxLength: 4, unit: fc.constantFrom(..."aBcDeXTtIiMmDd") })
    .filter((id) => !/^(IHDR|PLTE|tRNS|IDAT|IEND|sRGB|gAMA)$/.test(id));
  fc.assert(
    fc.property(name, payload, fc.integer({ min: 1, max: png.length }), (id, body, at) => {
      const planted = make.plant(png, at, chunk(id, body));
      assert.equal(passes(verifyPng, planted), false);
      if (at < png.length) assert.deepEqual(cleanPngBytes(planted), make.join(png));
    }),
  );
});

test("no chunk of a PNG can hold more than it should", () => {
  const long = (name: string, length: number) => chunk(name, Array<number>(length).fill(65));
  for (const part of [long("gAMA", 5), long("sRGB", 2), long("PLTE", 771), long("tRNS", 257)]) {
    assert.equal(passes(verifyPng, make.plant(png, 2, part)), false);
  }
  assert.equal(passes(verifyPng, make.plant(png, 4, [1])), false);
  assert.equal(passes(verifyPng, make.join([text("CANARY42"), ...png.slice(1)])), false);
});

test("arbitrary and mutated bytes are judged, never more", () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(jpeg, png), edits, fc.uint8Array(), (parts, changes, rest) => {
      const bytes = make.join([...parts, [...rest]]);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      passes(verifyJpeg, bytes);
      passes(verifyPng, bytes);
    }),
    { numRuns: 2000 },
  );
});

test("what holds no picture has no lossless way", () => {
  assert.equal(cleanJpegBytes(Uint8Array.from(text("neither"))), null);
  assert.equal(cleanPngBytes(Uint8Array.from(text("neither"))), null);
});

test("a JPEG in two pieces is judged whole", () => {
  const segments = make.jpegSegments();
  const [head, rest] = [make.join(segments.slice(0, -2)), make.join([...segments.slice(-2), text("CANARY")])];
  assert.equal(cleanEnd(head, rest), rest.length - 6);
  assert.throws(() => cleanEnd(make.join([...segments.slice(0, -2), text("CANARY")]), rest), { code: "not_clean" });
  assert.throws(() => cleanEnd(head.subarray(0, -1), rest), { code: "not_clean" });
  assert.throws(() => cleanEnd(head, rest.subarray(1)), { code: "not_clean" });
  assert.throws(() => cleanEnd(make.join([...segments]), rest), { code: "not_clean" });
});
