/** Only pictures whose bytes are of their declared type may be put on screen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { showable } from "../../../client/pages/desk/image_type.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const WEBP = new TextEncoder().encode("RIFF\0\0\0\0WEBPVP8 ");
const GIF = new TextEncoder().encode("GIF89a");
const brand = (name: string) => new TextEncoder().encode(`\0\0\0\x18ftyp${name}\0\0\0\0mif1`);
const SVG = new TextEncoder().encode("<svg onload=alert(1)>");

test("each of five types is shown when its bytes fit", () => {
  assert.ok(showable("image/jpeg", JPEG));
  assert.ok(showable("image/png", PNG));
  assert.ok(showable("image/webp", WEBP));
  assert.ok(showable("image/gif", GIF));
  assert.ok(showable("image/avif", brand("avif")));
});

test("bytes of another type are not shown", () => {
  assert.ok(!showable("image/jpeg", PNG));
  assert.ok(!showable("image/png", SVG));
  assert.ok(!showable("image/webp", new TextEncoder().encode("RIFF\0\0\0\0WAVEfmt ")));
  assert.ok(!showable("image/jpeg", JPEG.slice(0, 2)));
  assert.ok(!showable("image/gif", new TextEncoder().encode("GIF<svg")));
  assert.ok(!showable("image/avif", brand("heic")));
  assert.ok(!showable("image/avif", brand("isom")));
});

test("no other type is shown, whatever its bytes", () => {
  assert.ok(!showable("image/heic", brand("heic")));
  assert.ok(!showable("video/mp4", brand("isom")));
  for (const type of ["image/svg+xml", "text/html", "application/pdf", "constructor", "__proto__", ""]) {
    assert.ok(!showable(type, JPEG), type);
    assert.ok(!showable(type, SVG), type);
  }
});
