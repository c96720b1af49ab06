/** Of a raw photo, what its directories point to is shown; else the largest picture found in it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readDirectories } from "../../../../client/shared/cleaning/tiff/directory.ts";
import { lookAtTiff } from "../../../../client/shared/cleaning/tiff/look.ts";
import { largestPreview } from "../../../../client/shared/cleaning/tiff/preview.ts";
import { frame, jpegSegments, segment, text } from "../files.ts";

const jpeg = (width: number, height: number, ...more: number[][]): number[] => {
  const [start = [], jfif = [], tables = [], , ...rest] = jpegSegments();
  return [start, jfif, ...more, tables, frame(width, height), ...rest].flat();
};
const small = jpeg(500, 300);
const large = jpeg(900, 600);
const SMALL = 200;
const LARGE = SMALL + small.length;

type Tag = [tag: number, type: number, count: number, value: number];
const short = (value: number): number[] => [value & 255, value >> 8];
const long = (value: number): number[] => [...short(value & 0xffff), ...short(value >>> 16)];

/** A raw photo whose one directory has these tags, and both previews behind it. */
function raw(tags: Tag[], head = "II*\0", previews = [small, large]): Uint8Array {
  const all: Tag[] = [[262, 3, 1, 32803], ...tags];
  const entries = all.flatMap(([tag, type, count, value]) => [...short(tag), ...short(type), ...long(count), ...long(value)]);
  const directory = [...text(head), ...long(8), ...short(all.length), ...entries];
  const space = Array<number>(SMALL - directory.length).fill(0);
  return Uint8Array.from([...directory, ...space, ...previews.flat()]);
}

const start = (b: Uint8Array): number | undefined => largestPreview(b, readDirectories(b))?.byteOffset;

test("what a directory points to is taken, even when there is a larger one", () => {
  assert.equal(start(raw([[0x201, 4, 1, SMALL]])), SMALL);
  assert.equal(start(raw([[0x2e, 7, small.length, SMALL]], "IIU\0")), SMALL);
  assert.equal(start(raw([[259, 3, 1, 6], [273, 4, 1, SMALL]])), SMALL);
});

test("of several the largest is taken", () => {
  assert.equal(start(raw([[0x201, 4, 1, SMALL], [259, 3, 1, 7], [273, 4, 1, LARGE]])), LARGE);
});

test("where none is pointed to, the file is searched", () => {
  assert.equal(start(raw([])), LARGE);
  assert.equal(start(raw([[0x201, 4, 1, 77]])), LARGE);
  assert.equal(start(raw([], "IIRO")), LARGE);
  assert.equal(start(raw([], "IIRO", [large, small])), SMALL);
});

test("a mosaic that is coded as JPEG without loss is no preview", () => {
  const mosaic = jpeg(3000, 2000).map((code, i, all) => (code === 0xc0 && all[i - 1] === 0xff ? 0xc3 : code));
  assert.equal(start(raw([], "II*\0", [mosaic])), undefined);
  assert.equal(start(raw([], "II*\0", [mosaic, large])), SMALL + mosaic.length);
});

test("a thumbnail is too small to stand for the photo", () => {
  assert.equal(start(raw([], "II*\0", [jpeg(160, 120)])), undefined);
  assert.throws(() => lookAtTiff(raw([], "II*\0", [jpeg(160, 120)])), { code: "no_clean_way" });
});

test("what the decoder gets holds neither the raw file nor the preview's own tags", () => {
  const secret = segment(0xe1, text("Exif\0\0 CanarySomchai"));
  const found = lookAtTiff(raw([[0x10f, 2, 4, 0], [274, 3, 1, 6]], "II*\0", [jpeg(900, 600, secret), text("CanaryTrailer")]));
  assert.deepEqual([found.width, found.height, found.orientation], [900, 600, 6]);
  assert.doesNotMatch(Buffer.concat(found.bare).toString("latin1"), /Canary|II\*/);
  assert.ok(found.words.has("device"));
});

test("the formats of other makers name their device", () => {
  const file = Uint8Array.from([...text("FUJIFILMCCD-RAW 0201"), ...Array<number>(80).fill(0), ...large]);
  assert.deepEqual([...lookAtTiff(file).words], ["device"]);
});
