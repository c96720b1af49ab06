/** Which files the desk looks into, and that turning a picture keeps what is covered covered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lookOf } from "../../../client/pages/desk/viewer/kinds.ts";
import { turnedBox } from "../../../client/pages/desk/viewer/sheet.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const HEADS: Record<string, string> = {
  jpeg: "\xff\xd8\xff\xe0", pdf: "%PDF-1.7", zip: "PK\x03\x04", wav: "RIFF\0\0\0\0WAVE", webm: "\x1aE\xdf\xa3", mp4: "\0\0\0\x18ftypisom",
  svg: "<svg onload=alert(1)>", html: "<!doctype html><script>alert(1)</script>",
};
const of = (type: string, kind: string) => lookOf({ type, bytes: bytes(HEADS[kind] ?? kind) });

test("a file is looked into when its bytes are what it claims to be", () => {
  assert.equal(of("image/jpeg", "jpeg"), "picture");
  assert.equal(of("application/pdf", "pdf"), "pages");
  assert.equal(of(DOCX, "zip"), "office");
  assert.equal(of("audio/wav", "wav"), "sound");
  assert.equal(of("video/webm", "webm"), "film");
  assert.equal(of("video/mp4", "mp4"), "film");
  assert.equal(of("audio/mp4", "mp4"), "sound");
  assert.equal(of("text/plain", "html"), "text");
});

test("lies are not looked into, and neither is anything that a browser would run", () => {
  for (const type of ["image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "application/octet-stream", "text/javascript", "", "__proto__"]) {
    for (const kind of Object.keys(HEADS)) assert.equal(of(type, kind), null, `${type} ${kind}`);
  }
  for (const type of ["image/png", "image/jpeg", "application/pdf", DOCX, "audio/mpeg", "video/mp4"]) {
    for (const kind of ["svg", "html"]) assert.equal(of(type, kind), null, `${type} ${kind}`);
  }
  assert.equal(of("application/pdf", "jpeg"), null);
  assert.equal(of("video/mp4", "zip"), null);
});

test("four quarters make a whole turn", () => {
  const side = fc.nat(4096);
  fc.assert(fc.property(side, side, side, side, side, side, (x, y, width, height, wide, high) => {
    const box = { x, y, width, height, how: "black" as const };
    const [once, twice] = [turnedBox(box, high), turnedBox(turnedBox(box, high), wide)];
    assert.deepEqual([once.width, once.height], [height, width]);
    assert.deepEqual(turnedBox(turnedBox(twice, high), wide), box);
  }));
});
