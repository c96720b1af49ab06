/**
 * What is found in a picture, what the decoder gets of it, and what is refused before decoding.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Found } from "../../../client/shared/cleaning/found.ts";
import { sniffPicture } from "../../../client/shared/cleaning/sniff.ts";
import { CleaningError } from "../../../client/shared/cleaning/types.ts";
import { WAYS } from "../../../client/shared/cleaning/ways.ts";
import * as make from "./files.ts";

const { text, segment, chunk, riff, tiff } = make;
function inspect(bytes: Uint8Array): Found {
  const way = WAYS[sniffPicture(bytes) ?? "heic"];
  if (!way) throw new CleaningError("type_unsupported");
  return way.look(bytes);
}

const words = (found: Found): string[] => [...found.words].sort();
const bare = (found: Found): Uint8Array => Uint8Array.from(found.bare.flatMap((part) => [...part]));
const jpegWith = (part: number[]): Uint8Array => make.plant(make.jpegSegments(), 1, part);
const pngWith = (part: number[]): Uint8Array => make.plant(make.pngChunks(), 2, part);
const refusal = (bytes: Uint8Array): string => {
  try {
    inspect(bytes);
    return "";
  } catch (error) {
    assert.ok(error instanceof CleaningError, String(error));
    return error.code;
  }
};

test("what is no picture is refused", () => {
  for (const other of ["RIFF\0\0\0\0WAVE", "%PDF-1.7", "", "\xff\xd8"]) {
    assert.equal(refusal(Uint8Array.from(text(other))), "type_unsupported");
  }
});

test("a plain picture tells nothing and is passed on whole", () => {
  for (const plain of [make.join(make.jpegSegments()), make.join(make.pngChunks())]) {
    const found = inspect(plain);
    assert.deepEqual(words(found), []);
    assert.deepEqual([found.width, found.height, found.orientation], [40, 30, 0]);
    assert.deepEqual(bare(found), plain);
  }
});

const exif = (...tags: [number, number][]) => segment(0xe1, [...text("Exif\0\0"), ...tiff(tags)]);
const HIDING_PLACES: [string, number[], string[]][] = [
  ["a camera's name", exif([0x10f, 1]), ["device"]],
  ["a date", exif([0x132, 1]), ["time"]],
  ["an owner", exif([0x13b, 1]), ["author"]],
  ["a description", exif([0x10e, 1]), ["text"]],
  ["an unknown tag", exif([0xeeee, 1]), ["other"]],
  ["a thumbnail", segment(0xe1, [...text("Exif\0\0"), ...tiff([[0x112, 6]], true)]), ["thumbnail"]],
  ["XMP", segment(0xe1, text("http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude/>")), ["gps"]],
  ["IPTC", segment(0xed, text("Photoshop 3.0\0\x1c\x02P\0\x01a")), ["author"]],
  ["a profile", segment(0xe2, text("ICC_PROFILE\0\x01\x01abc")), ["profile"]],
  ["more pictures", segment(0xe2, text("MPF\0II*\0")), ["thumbnail"]],
  ["JFIF's thumbnail", segment(0xe0, [...text("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9]), ["thumbnail"]],
  ["a comment", segment(0xfe, text("Somchai")), ["text"]],
  ["a maker's own", segment(0xe5, text("Maker")), ["other"]],
];

for (const [name, part, expected] of HIDING_PLACES) {
  test(`JPEG: ${name} is told`, () => {
    assert.deepEqual(words(inspect(jpegWith(part))), expected);
  });
}

test("a position is told", () => {
  const block = tiff([[0x8825, 0]]);
  block.splice(8 + 2 + 8, 4, 0, 0, 0, 26); // The pointer to the directory that follows.
  const part = segment(0xe1, [...text("Exif\0\0"), ...block, ...tiff([[2, 18]]).slice(8)]);
  assert.deepEqual(words(inspect(jpegWith(part))), ["gps"]);
});

test("bytes after the end are told and never decoded", () => {
  const plain = make.join(make.jpegSegments());
  const found = inspect(Uint8Array.from([...plain, ...text("ftypmp42")]));
  assert.deepEqual(words(found), ["other"]);
  assert.deepEqual(bare(found), plain);
});

const PNG_PLACES: [string, number[], string[]][] = [
  ["text", chunk("tEXt", text("Comment\0hello")), ["text"]],
  ["an author", chunk("tEXt", text("Author\0Somchai")), ["author", "text"]],
  ["XMP", chunk("iTXt", text("XML:com.adobe.xmp\0\0\0\0\0<dc:creator/>")), ["author"]],
  ["EXIF", chunk("eXIf", tiff([[0x110, 1]])), ["device"]],
  ["a date", chunk("tIME", [7, 232, 3, 14, 9, 26, 53]), ["time"]],
  ["an unknown chunk", chunk("caBX", [1]), ["other"]],
];

for (const [name, part, expected] of PNG_PLACES) {
  test(`PNG: ${name} is told and never decoded`, () => {
    const found = inspect(pngWith(part));
    assert.deepEqual(words(found), expected);
    assert.deepEqual(bare(found), make.join(make.pngChunks()));
  });
}

test("WebP: EXIF, XMP and what follows the end are told and never decoded", () => {
  const full = make.webp(riff("EXIF", tiff([[0x112, 6], [0x10f, 1]])), riff("XMP ", text("<xmp:CreateDate/>")));
  const found = inspect(Uint8Array.from([...full, 1, 2, 3]));
  assert.deepEqual(words(found), ["device", "other", "time"]);
  assert.equal(found.orientation, 6);
  const plain = make.webp();
  plain[20] = 0; // The flags that announced EXIF and XMP.
  assert.deepEqual(bare(found), plain);
});

test("the first orientation that makes sense counts", () => {
  const turned = [exif([0x112, 9]), exif([0x112, 6]), exif([0x112, 3])].flat();
  assert.equal(inspect(jpegWith(turned)).orientation, 6);
});

test("sizes that no picture has are refused from the header", () => {
  const huge = make.pngChunks();
  huge[1] = make.header(50_000, 50_000);
  assert.equal(refusal(make.join(huge)), "too_large");
  const second = make.plant(make.jpegSegments(), 4, make.frame(60_000, 60_000));
  assert.equal(refusal(second), "too_large");
  const none = make.pngChunks();
  none[1] = make.header(0, 30);
  assert.equal(refusal(make.join(none)), "broken");
});

test("files that end early are broken, but for panoramas known to lack an end", () => {
  const whole = make.join(make.jpegSegments());
  assert.equal(refusal(whole.subarray(0, whole.length - 2)), "broken");
  const panorama = [...make.jpegSegments().slice(0, -1), text("SEFHSEFT")];
  assert.equal(refusal(make.join(panorama)), "");
  const png = make.join(make.pngChunks());
  assert.equal(refusal(png.subarray(0, png.length - 1)), "broken");
  const webp = make.webp();
  assert.equal(refusal(webp.subarray(0, webp.length - 1)), "broken");
});

const STARTS = [make.join(make.jpegSegments()), make.join(make.pngChunks()), make.webp()];

test("arbitrary bytes behind any signature end in a result or a typed refusal", () => {
  fc.assert(
    fc.property(fc.constantFrom(...STARTS), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
      refusal(Uint8Array.from([...start.subarray(0, 12), ...rest]));
    }),
  );
});

test("mutated files end in a result or a typed refusal", () => {
  const loaded = [
    jpegWith([...exif([0x10f, 1], [0x8769, 8], [0x8825, 8]), ...segment(0xfe, text("x"))]),
    pngWith(chunk("eXIf", tiff([[0x110, 1]], true))),
    make.webp(riff("EXIF", tiff([[0x112, 6]], true))),
  ];
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...loaded), edits, (file, changes) => {
      const copy = file.slice();
      for (const [at, value] of changes) copy[at % copy.length] = value;
      refusal(copy);
    }),
    { numRuns: 2000 },
  );
});
