/** Files made to harm end in pixels or in a typed error, in bounded time and memory. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { zlibSync } from "fflate";
import { decodeFax } from "../../../../client/shared/cleaning/tiff/fax.ts";
import { readDirectories } from "../../../../client/shared/cleaning/tiff/directory.ts";
import { jpegPiece } from "../../../../client/shared/cleaning/tiff/jpeg_piece.ts";
import { JPEG } from "../../../../client/shared/cleaning/tiff/layout.ts";
import { lookAtTiff } from "../../../../client/shared/cleaning/tiff/look.ts";
import { decodeLzw, inflateTo, unpackBits } from "../../../../client/shared/cleaning/tiff/unpack.ts";
import { CleaningError } from "../../../../client/shared/cleaning/types.ts";
import { layout, madeByPython, pixels } from "./samples.ts";

const made = madeByPython().filter(({ tiff }) => tiff.length < 40_000).map(({ tiff }) => tiff);

/** "ok", or the code; anything else is thrown on. */
function outcome(act: () => unknown): string {
  try {
    act();
    return "ok";
  } catch (error) {
    if (error instanceof CleaningError) return error.code;
    throw error;
  }
}

function drawn(tiff: Uint8Array): string {
  return outcome(() => {
    lookAtTiff(tiff);
    const page = layout(tiff);
    if (page.compression === JPEG) jpegPiece(page, 0);
    else if (page.width * page.height < 1e6) pixels(page);
  });
}

test("mutated files", () => {
  const change = fc.record({ at: fc.nat(1 << 16), back: fc.boolean(), value: fc.nat(255) });
  const some = fc.array(change, { minLength: 1, maxLength: 8 });
  const codes = new Set<string>();
  fc.assert(fc.property(fc.constantFrom(...made), some, (sample, changes) => {
    const tiff = Uint8Array.from(sample);
    // Directories are behind the pixels: half of the changes go there.
    for (const { at, back, value } of changes) tiff[back ? tiff.length - 1 - (at % 300) : at % tiff.length] = value;
    codes.add(drawn(tiff));
  }), { numRuns: 1500 });
  assert.ok([...codes].every((code) => ["ok", "broken", "too_large", "no_clean_way"].includes(code)), [...codes].join());
  assert.ok(codes.has("ok") && codes.has("broken"));
});

test("files that were cut", () => {
  fc.assert(fc.property(fc.constantFrom(...made), fc.nat(40_000), (sample, length) => {
    const cut = sample.subarray(0, length % Math.max(sample.length - 150, 1));
    assert.notEqual(drawn(cut), "ok");
  }), { numRuns: 300 });
});

test("colours whose entry was cut are missing: they are not read from the file's beginning", () => {
  const palettes = made.flatMap((tiff) => {
    const entry = readDirectories(tiff)[0]?.entries.get(320);
    return entry ? [tiff.subarray(0, entry.at - 2)] : [];
  });
  assert.ok(palettes.length);
  for (const cut of palettes) assert.equal(drawn(cut), "broken");
});

test("each compression gives what was asked for, or an error", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(3000), fc.nat(4), (data, size, how) => {
    const act = [unpackBits, inflateTo, decodeLzw][how];
    const run = () => (act ? assert.equal(act(data, size).length, size) : decodeFax(data, size, 9, how + 1, size & 7));
    assert.ok(["ok", "broken"].includes(outcome(run)));
  }), { numRuns: 3000 });
});

/** A little-endian directory of shorts and longs at 8, and zeros behind it. */
function tiff(tags: [tag: number, value: number, count?: number][], size = 4000): Uint8Array {
  const out = Buffer.alloc(size);
  out.write("II*\0\b\0\0\0", "latin1");
  out.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, value, count = 1], i) => {
    out.writeUInt16LE(tag, 10 + 12 * i);
    out.writeUInt16LE(4, 12 + 12 * i);
    out.writeUInt32LE(count, 14 + 12 * i);
    out.writeUInt32LE(value, 18 + 12 * i);
  });
  return out;
}

const page: [number, number][] = [[256, 100], [257, 100], [258, 8], [262, 1], [273, 900], [279, 9]];
const other = (...tags: [number, number, number?][]): Uint8Array =>
  tiff([...page.filter(([tag]) => !tags.some(([mine]) => mine === tag)), ...tags]);

test("what asks for too much is refused before it is decoded", () => {
  const cases: [string, Uint8Array, string][] = [
    ["pixels", other([256, 60_000], [257, 60_000]), "too_large"],
    ["pixels in strips", other([256, 60_000], [257, 60_000], [278, 100]), "too_large"],
    ["a tile of pixels", other([322, 60_000], [323, 60_000], [324, 900], [325, 9]), "too_large"],
    ["tiles that reach far down", other([322, 1], [323, 60e6], [324, 900, 100], [325, 900, 100]), "too_large"],
    ["deep samples in one strip", other([256, 8000], [257, 8000], [258, 16], [277, 8], [338, 0]), "too_large"],
    ["strips", other([256, 1], [257, 1e6], [278, 1]), "broken"],
    ["data beyond the end", other([279, 99_999]), "broken"],
    ["no sizes", other([256, 0]), "broken"],
    ["samples without end", other([277, 65_535]), "no_clean_way"],
    ["numbers with fractions", other([339, 3]), "no_clean_way"],
    ["an unknown compression", other([259, 34_712]), "no_clean_way"],
    ["pages without end", other([330, 8]), "broken"],
  ];
  for (const [name, file, code] of cases) assert.equal(drawn(file), code, name);
});

test("more strips than a picture needs, or the same data many times", () => {
  const many = other([256, 1], [257, 70_000], [278, 1], [273, 1000, 70_000], [279, 300_000, 70_000]);
  const strips = Buffer.concat([many, Buffer.alloc(1e6)]);
  assert.equal(outcome(() => layout(strips)), "broken");
  const same = other([278, 1], [273, 900, 100], [279, 1400, 100]);
  assert.equal(outcome(() => layout(same)), "ok");
  for (let i = 0; i < 100; i++) same.set([0xa0, 0x0f], 1400 + 4 * i);
  assert.equal(outcome(() => layout(same)), "broken");
});

test("data that end before the picture does, or run over its edge", () => {
  const over = Uint8Array.of(0b11011100, 0);
  const acts = [
    () => unpackBits(Uint8Array.of(0, 1), 5),
    () => inflateTo(zlibSync(new Uint8Array(10)), 20),
    () => decodeLzw(Uint8Array.of(0x80, 0x40, 0x40), 5),
    () => decodeFax(over, 10, 1, 2, 0),
  ];
  for (const act of acts) assert.equal(outcome(act), "broken");
  assert.equal(outcome(() => decodeFax(over, 67, 1, 2, 0)), "ok");
});

test("directories that lead in a circle or on and on end", () => {
  const circle = tiff([[330, 8], [0x8769, 8], [0x8825, 8]]);
  circle[10 + 36] = 8;
  assert.equal(readDirectories(circle).length, 1);
  const chain = Buffer.concat(Array.from({ length: 4000 }, (_, i) => {
    const link = Buffer.alloc(6);
    link.writeUInt32LE(8 + 6 * (i + 1), 2);
    return link;
  }));
  assert.equal(readDirectories(Buffer.concat([Buffer.from("II*\0\b\0\0\0", "latin1"), chain])).length, 64);
});

test("a strip that is a huge JPEG is refused", () => {
  const frame = [0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
  const file = other([259, JPEG], [273, 1000], [279, 15]);
  file.set([0xff, 0xd8, ...frame], 1000);
  assert.equal(drawn(file), "broken");
  file.set([0, 50, 0, 100], 1007);
  assert.equal(drawn(file), "ok");
});
