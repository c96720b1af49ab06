/**
 * The kind of every file that cleaning knows, told from bytes alone.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sniff } from "../../../../client/shared/cleaning/sniff.ts";
import * as make from "../files.ts";

const kindOf = (words: string) => sniff(Uint8Array.from(make.text(words)));

const BEGINNINGS: [string, string][] = [
  ["GIF89a", "gif"],
  ["GIF87a", "gif"],
  ["BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "bmp"],
  ["II*\0\b\0\0\0", "tiff"],
  ["MM\0*\0\0\0\b", "tiff"],
  ["\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"],
  ["\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"],
  ["\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "avif"],
  ["\0\0\0\x1cftypavif\0\0\0\0mif1avif", "avif"],
  ["\0\0\0\x1cftypavis\0\0\0\0mif1avif", "avif"],
  ["\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "tiff"],
  ["\0\0\0\x14ftypqt  \0\0\0\0qt  ", "mov"],
  ["\0\0\0\x08wide\0\0\0\0mdat", "mov"],
  ["\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "mp4"],
  ["\0\0\0\x18ftypisom\0\0\0\0", "mp4"],
  ["\0\0\0\x18ftypM4A \0\0\0\0M4A mp42", "m4a"],
  ["\0\0\0\x18ftyp3gp4\0\0\0\x003gp4", "3gp"],
  ["\x1aE\xdf\xa3\x93\x42\x82", "matroska"],
  ["OggS\0\x02", "ogg"],
  ["fLaC\0\0\0\x22", "flac"],
  ["RIFF\0\0\0\0WAVEfmt ", "wav"],
  ["#!AMR\n", "amr"],
  ["#!AMR-WB\n", "amr"],
  ["\xff\xf1\x50\x80", "aac"],
  ["ID3\x04\0\0", "mp3"],
  ["\xff\xfb\x90\x64\0", "mp3"],
  ["%PDF-1.7\n\x80", "pdf"],
  ["\n\n%PDF-1.4\0", "pdf"],
  ["PK\x03\x04\x14\0", "zip"],
  ["a;b\n1;2\n", "text"],
  ["\xef\xbb\xbfname,amount\n", "text"],
  ["\xa1\xd2\xc3\xb7\xd8\xa8\xc3\xd4\xb5 5%\r\n", "text"],
  ["\xff\xfea\0b\0", "text"],
];

test("the kind is told from the first bytes alone", () => {
  assert.equal(sniff(make.join(make.jpegSegments())), "jpeg");
  assert.equal(sniff(make.join(make.pngChunks())), "png");
  assert.equal(sniff(make.webp()), "webp");
  for (const [head, kind] of BEGINNINGS) assert.equal(kindOf(head), kind, JSON.stringify(head));
});

test("what runs scripts, holds zeros or is empty is of no kind", () => {
  const strange = ["", "\xff\xd8", "a\0b", "<svg xmlns=", " \n<!DOCTYPE html>", "<?xml version", "\xff\x0a", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"];
  for (const head of strange) assert.equal(kindOf(head), null, JSON.stringify(head));
});

test("a letter cut in two at the end of the head is text all the same", () => {
  const thai = new TextEncoder().encode("ก".repeat(1400));
  assert.equal(sniff(thai.subarray(0, 4096)), "text");
});

test("any bytes are of some kind or none", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void sniff(bytes)));
});
