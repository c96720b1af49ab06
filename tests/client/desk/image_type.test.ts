/** Only pictures whose bytes are of their declared type may be put on screen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { showable } from "../../../client/pages/desk/image_type.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const WEBP = new TextEncoder().encode("RIFF\0\0\0\0WEBPVP8 ");
const SVG = new TextEncoder().encode("<svg onload=alert(1)>");

test("each of three types is shown when its bytes fit", () => {
  assert.ok(showable("image/jpeg", JPEG));
  assert.ok(showable("image/png", PNG));
  assert.ok(showable("image/webp", WEBP));
});

test("bytes of another type are not shown", () => {
  assert.ok(!showable("image/jpeg", PNG));
  assert.ok(!showable("image/png", SVG));
  assert.ok(!showable("image/webp", new TextEncoder().encode("RIFF\0\0\0\0WAVEfmt ")));
  assert.ok(!showable("image/jpeg", JPEG.slice(0, 2)));
});

test("no other type is shown, whatever its bytes", () => {
  for (const type of ["image/svg+xml", "text/html", "application/pdf", "constructor", "__proto__", ""]) {
    assert.ok(!showable(type, JPEG), type);
    assert.ok(!showable(type, SVG), type);
  }
});
