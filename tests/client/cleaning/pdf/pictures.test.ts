/** Pictures and fonts inside a PDF: their own hiding places. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanCff } from "../../../../client/shared/cleaning/pdf/cff.ts";
import { cutFax } from "../../../../client/shared/cleaning/pdf/fax.ts";
import { cleanJbig2 } from "../../../../client/shared/cleaning/pdf/jbig2.ts";
import { cleanJpx, spaceOf } from "../../../../client/shared/cleaning/pdf/jpx.ts";
import { cleanSfnt } from "../../../../client/shared/cleaning/pdf/sfnt.ts";
import { cleanType1 } from "../../../../client/shared/cleaning/pdf/type1.ts";
import { jpegSegments, segment, text } from "../files.ts";
import { bytesOf, CANARY, latin, pdf, simple, stream } from "./build.ts";
import { cleaned, codeOf } from "./clean.ts";

const big = (value: number, size = 4): number[] => Array.from({ length: size }, (_, i) => (value >>> (8 * (size - 1 - i))) & 255);
const bytes = (...parts: number[][]): Uint8Array => Uint8Array.from(parts.flat());

const picture = (data: number[][], keys = "/Filter /DCTDecode"): string =>
  pdf({ ...simple({ content: "/X Do", resources: "/XObject <</X 9 0 R>>" }), 9: stream(`/Subtype /Image /Width 40 /Height 30 /BitsPerComponent 8 /ColorSpace /DeviceGray ${keys}`, latin(bytes(...data))) });
const planted = (): number[][] => {
  const [start = [], ...rest] = jpegSegments();
  return [start, segment(0xe1, text(`Exif\0\0${CANARY}`)), segment(0xe2, text(`ICC_PROFILE\0\x01\x01${CANARY}`)), segment(0xfe, text(CANARY)), ...rest, text(CANARY)];
};

test("a JPEG keeps only what draws it", () => {
  const { file } = cleaned(picture(planted()));
  assert.ok(file.includes("/DCTDecode") && !file.includes(CANARY) && !file.includes("Exif") && !file.includes("ICC_"));
});

test("the way up of a JPEG means nothing in a PDF, so it goes too", () => {
  const [start = [], ...rest] = jpegSegments();
  const turned = segment(0xe1, [...text("Exif\0\0MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")]);
  assert.ok(!cleaned(picture([start, turned, ...rest])).file.includes("Exif"));
});

test("a JPEG under another filter too", () => {
  const hex = Buffer.from(bytes(...planted())).toString("hex");
  const { file } = cleaned(picture([text(hex)], "/Filter [/ASCIIHexDecode /DCTDecode]"));
  assert.ok(file.includes("/Filter /DCTDecode") && !file.includes(CANARY));
});

test("a JPEG without an end is refused", () => {
  assert.equal(codeOf(picture(jpegSegments().slice(0, -1))), "no_clean_way");
});

const box = (kind: string, body: number[]): number[] => [...big(body.length + 8), ...text(kind), ...body];
const marker = (code: number, body: number[]): number[] => [0xff, code, ...big(body.length + 2, 2), ...body];
const siz = marker(0x51, [1, 2, 3]);
const tile = (extra: number[]): number[] => {
  const rest = [...extra, 0xff, 0x93, 7, 7, 7];
  return [...marker(0x90, [0, 0, ...big(rest.length + 12), 0, 1]), ...rest];
};
const comment = marker(0x64, text(`\0\x01${CANARY}`));
const code = (extra: number[]): number[] => [0xff, 0x4f, ...siz, ...extra, ...tile(extra), 0xff, 0xd9];

test("JPEG 2000: comments and other boxes go, lengths are right again", () => {
  const signature = [...big(12), ...text("jP  "), 13, 10, 135, 10];
  const head = box("jp2h", [...box("ihdr", [...big(30), ...big(40), 0, 3, 7, 7, 0, 0]), ...box("colr", [2, 0, 0, ...text(CANARY)])]);
  const file = bytes(signature, box("ftyp", text("jp2 \0\0\0\0jp2 ")), head, box("xml ", text(CANARY)), box("jp2c", code(comment)), box("uuid", text(CANARY)));
  const clean = cleanJpx(file, false);
  assert.ok(!latin(clean).includes(CANARY) && latin(clean).includes("colr\x01\0\0\0\0\0\x10"));
  assert.equal(latin(clean.subarray(-code([]).length)), latin(bytes(code([]))));
  assert.equal(latin(cleanJpx(clean, false)), latin(clean));
  assert.equal(spaceOf(file), "DeviceRGB");
  assert.equal(latin(cleanJpx(clean, true)), latin(bytes(code([]))));
});

test("JPEG 2000 that is cut off is refused", () => {
  assert.throws(() => cleanJpx(bytes(code(comment).slice(0, -3)), false), { code: "no_clean_way" });
});

const part = (kind: number, body: number[]): number[] => [0, 0, 0, 1, kind, 0, 1, ...big(body.length), ...body];
test("JBIG2: comments go, unknown parts are refused", () => {
  const file = bytes(part(48, [1, 2]), part(62, text(CANARY)), part(38, [3]));
  assert.deepEqual(cleanJbig2(file), bytes(part(48, [1, 2]), part(38, [3])));
  assert.throws(() => cleanJbig2(bytes(part(33, [1]))), { code: "no_clean_way" });
});

test("Group 4 fax ends at its end", () => {
  assert.deepEqual(cutFax(bytes([0x99, 0x00, 0x10, 0x01], text(CANARY)), -1), bytes([0x99, 0x00, 0x10, 0x01]));
});

function font(tables: Record<string, number[]>): Uint8Array {
  const entries = Object.entries(tables);
  let at = 12 + entries.length * 16;
  const heads = entries.map(([tag, body]) => [...text(tag), ...big(0), ...big((at += body.length) - body.length), ...big(body.length)]);
  return bytes(big(0x10000), big(entries.length, 2), [0, 0, 0, 0, 0, 0], ...heads, ...entries.map(([, body]) => body));
}

test("TrueType: names, notices and dates go, glyphs stay", () => {
  const head = Array<number>(54).fill(9);
  const clean = latin(cleanSfnt(font({ glyf: text("outlines"), head, name: text(CANARY), FFTM: text(CANARY) })));
  assert.ok(clean.includes("outlines") && !clean.includes(CANARY));
  assert.ok(clean.includes(`${"\t".repeat(8)}${"\0".repeat(4)}${"\t".repeat(8)}${"\0".repeat(16)}${"\t".repeat(18)}`));
});

test("Type 1: comments and notices go, the secret part stays", () => {
  const head = `%!PS-AdobeFont-1.0: F ${CANARY}\n%%CreationDate: ${CANARY}\n/Notice (a \\) (${CANARY}) b) readonly def /Encoding 5 def\ncurrentfile eexec\n`;
  const file = bytesOf(`${head}\x01\x02\x03${"0".repeat(64)}${CANARY}`);
  const { bytes: clean, lengths } = cleanType1(file, head.length, 3);
  assert.ok(!latin(clean).includes(CANARY) && latin(clean).includes("/Notice () readonly def /Encoding 5 def"));
  assert.equal(latin(clean.subarray(lengths[0], lengths[0]! + 3)), "\x01\x02\x03");
});

test("CFF: the notice is blanked in place", () => {
  const index = (...items: number[][]): number[] => {
    let at = 1;
    return [...big(items.length, 2), 1, 1, ...items.map((item) => (at += item.length)), ...items.flat()];
  };
  const file = bytes([1, 0, 4, 1], index(text("F")), index([248, 27, 1, 28, 1, 136, 17]), index(text(CANARY), text("kept")));
  const clean = latin(cleanCff(file));
  assert.ok(!clean.includes(CANARY) && clean.includes("kept"));
  assert.equal(clean.length, file.length);
});
