/**
 * The desk's second opinion: what every cleaner writes is clean, what was planted is seen, and no
 * bytes at all make it throw.
 */
import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { cleanPictureBytes } from "../../../client/shared/cleaning/lossless.ts";
import { cleanMedia } from "../../../client/shared/cleaning/media/clean.ts";
import { cleanOffice } from "../../../client/shared/cleaning/office/index.ts";
import { writePackage } from "../../../client/shared/cleaning/office/zip/write.ts";
import { cleanPdf } from "../../../client/shared/cleaning/pdf/clean_pdf.ts";
import { cleanText } from "../../../client/shared/cleaning/text/index.ts";
import type { CleanResult } from "../../../client/shared/cleaning/types.ts";
import { opinion, verdict } from "../../../client/shared/cleaning/verdict.ts";
import { join, jpegSegments, plant, segment, text, tiff } from "./files.ts";
import { PLANTED } from "./images/planted.ts";
import { make } from "./media/ffmpeg.ts";
import { message, movie, picture } from "./media/movie.ts";
import { CORE, pack, part, PNG, rels, types, W } from "./office/packages.ts";
import { bytesOf, pdf, simple } from "./pdf/build.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const bytes = (of: Iterable<number>): Bytes => Uint8Array.from(of);
const clean = (how: (file: Blob, mode: "full") => Promise<CleanResult>) => (b: Bytes): Promise<CleanResult> => how(new Blob([b]), "full");

const PICTURE_TYPES: Record<string, string> = Object.fromEntries(Object.keys(PLANTED).map((kind) => [kind, `image/${kind}`]));

const WORD = pack({
  "[Content_Types].xml": types(part("wordprocessingml.document.main", "word/document.xml")),
  "_rels/.rels": rels(["rId1", "officeDocument", "word/document.xml"]),
  "word/document.xml": `<w:document ${W}><w:body><w:p><w:r><w:drawing><a:blip r:embed="rPicture"/></w:drawing></w:r></w:p></w:body></w:document>`,
  "word/_rels/document.xml.rels": rels(["rPicture", "image", "media/Canary.png"]),
  "word/media/Canary.png": PNG,
  ...CORE,
});
const OASIS = "urn:oasis:names:tc:opendocument:xmlns:";
const ODT = pack({
  mimetype: "application/vnd.oasis.opendocument.text",
  "content.xml": `<office:document-content xmlns:office="${OASIS}office:1.0" xmlns:text="${OASIS}text:1.0"><office:body><office:text><text:p>Seen</text:p></office:text></office:body></office:document-content>`,
  "meta.xml": "<Canary/>",
  "META-INF/manifest.xml": `<manifest:manifest xmlns:manifest="${OASIS}manifest:1.0"/>`,
});
const AMR = bytes([...text("#!AMR\n"), ...Array<number[]>(5).fill([0x3c, ...Array<number>(31).fill(7)]).flat(), ...text("CANARY")]);
const sound = (name: string, ...made: string[]): (() => Bytes) => () => bytes(make(name, "a", "-t", "0.3", ...made));

const DOCUMENTS: [string, () => Bytes, (b: Bytes) => Promise<CleanResult>][] = [
  ["mp4", () => bytes(movie([...message(text("CANARY")), ...picture(1)], picture(2))), clean(cleanMedia)],
  ["webm", sound("v.webm", "-c:a", "libvorbis"), clean(cleanMedia)],
  ["ogg", sound("v.ogg", "-c:a", "libopus", "-ar", "48000"), clean(cleanMedia)],
  ["mp3", sound("v.mp3", "-c:a", "libmp3lame"), clean(cleanMedia)],
  ["m4a", sound("v.m4a", "-c:a", "aac"), clean(cleanMedia)],
  ["aac", sound("v.aac", "-c:a", "aac", "-write_id3v2", "1"), clean(cleanMedia)],
  ["wav", sound("v.wav", "-write_bext", "1"), clean(cleanMedia)],
  ["flac", sound("v.flac"), clean(cleanMedia)],
  ["amr", () => AMR, clean(cleanMedia)],
  ["pdf", () => bytes(bytesOf(pdf({ ...simple(), 9: "<</Author (CANARY)>>" }, "/Info 9 0 R"))), clean(cleanPdf)],
  ["docx", () => WORD, clean(cleanOffice)],
  ["odt", () => ODT, clean(cleanOffice)],
  ["txt", () => bytes(strToU8("\ufeffnumbered\u200b copy\r\n")), clean(cleanText)],
  ["csv", () => bytes(strToU8("a,b\r\nc,d\u200b\r\n")), clean(cleanText)],
];

for (const [kind, type] of Object.entries(PICTURE_TYPES)) {
  test(`${kind}: cleaned is clean, planted is residue that has a name`, async () => {
    const original = join(PLANTED[kind]?.() ?? []);
    equal(await verdict(cleanPictureBytes(original) ?? original, type), "clean");
    const { verdict: said, found } = await opinion(original, type);
    equal(said, "residue");
    equal(found.length > 0, true);
  });
}

for (const [kind, original, cleaned] of DOCUMENTS) {
  test(`${kind}: cleaned is clean, planted is residue`, async () => {
    const before = original();
    const after = await cleaned(before);
    equal(await verdict(after.bytes, after.type), "clean");
    equal(await verdict(after.bytes), "clean");
    equal(await verdict(before, after.type), "residue");
  });
}

test("which way is up may stay, a position may not", async () => {
  const exif = (tag: number, value: number) => plant(jpegSegments(), 2, segment(0xe1, [...text("Exif\0\0"), ...tiff([[tag, value]])]));
  equal(await verdict(exif(0x112, 6), "image/jpeg"), "clean");
  deepEqual(await opinion(exif(0x10f, 6), "image/jpeg"), { verdict: "residue", found: ["device"] });
});

test("a clean file under another type is not believed", async () => {
  const jpeg = join(jpegSegments());
  for (const type of ["image/jpeg", "IMAGE/JPEG; q=1", "application/octet-stream", ""]) equal(await verdict(jpeg, type), "clean", type);
  for (const type of ["image/png", "video/mp4", "text/html"]) equal(await verdict(jpeg, type), "residue", type);
  equal(await verdict(strToU8("<svg onload=alert(1)>"), "image/png"), "residue");
  const { bytes: word } = await cleanOffice(new Blob([WORD]), "full");
  equal(await verdict(word, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "residue");
});

test("a dirty picture inside of a clean document is seen", async () => {
  const { bytes: word, type } = await cleanOffice(new Blob([WORD]), "full");
  const files = Object.entries(unzipSync(word)).map(([name, content]) => ({ name, bytes: content }));
  equal(await verdict(writePackage(files), type), "clean");
  for (const file of files) if (file.name.endsWith(".png")) file.bytes = PNG;
  equal(await verdict(writePackage(files), type), "residue");
});

test("what nothing vouches for is unknown", async () => {
  equal(await verdict(strToU8("<html>"), "text/html"), "unknown");
  equal(await verdict(strToU8("{\\rtf1 {\\author Canary}}\n"), "application/rtf"), "unknown");
  equal(await verdict(strToU8("{\\rtf1 {\\author Canary}}\n"), "text/plain"), "residue");
  equal(await verdict(bytes(tiff([[0x10f, 1]])), "image/tiff"), "residue");
  equal(await verdict(bytes(tiff([[0x100, 1]])), "image/tiff"), "unknown");
  equal(await verdict(new Uint8Array(0)), "unknown");
});

test("a package that says it holds too much is not unpacked", async () => {
  const bomb = zipSync({ "word/document.xml": strToU8("small") });
  new DataView(bomb.buffer).setUint32(Buffer.from(bomb).indexOf("PK\x01\x02") + 24, 193 << 20, true);
  equal(await verdict(bomb), "unknown");
});

test("a document that says it holds too much is not believed", async () => {
  const start = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
  const table = "xref\n0 99999999999\n0000000000 65535 f \ntrailer\n<</Size 99999999999 /Root 1 0 R>>\n";
  equal(await verdict(bytesOf(`${start}${table}startxref\n${start.length}\n%%EOF\n`)), "residue");
});

const STARTS = [...Object.values(PLANTED).map((make) => join(make())), WORD, ODT, AMR, bytes(bytesOf(pdf(simple()))), bytes(movie(picture(1), picture(2)))];

test("no bytes make it throw", async () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  await fc.assert(fc.asyncProperty(fc.constantFrom(...STARTS), fc.array(change, { maxLength: 8 }), fc.nat(), async (start, changes, cut) => {
    const b = start.slice(0, 1 + (cut % start.length));
    for (const [at, value] of changes) b[at % b.length] = value;
    await opinion(b, "");
  }), { numRuns: 400 });
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (b, type) => {
    await opinion(b, type);
  }), { numRuns: 400 });
});
