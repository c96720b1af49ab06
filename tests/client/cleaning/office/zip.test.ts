/** Packages about which readers disagree, or that are made to harm, are refused by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { zipSync } from "fflate";
import { readPackage } from "../../../../client/shared/cleaning/office/zip/read.ts";
import { writePackage } from "../../../../client/shared/cleaning/office/zip/write.ts";
import { cleanBytes } from "./packages.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const sound = (...names: string[]): Uint8Array<ArrayBuffer> =>
  writePackage(names.map((name) => ({ name, bytes: bytesOf(`content of ${name}`) }))) as Uint8Array<ArrayBuffer>;
const refused = (bytes: Uint8Array, code: string): void =>
  assert.throws(() => readPackage(bytes).names.forEach((name) => readPackage(bytes).read(name)), { code });

/** The package with `value` at an offset counted from the first local or listed header. */
function changed(bytes: Uint8Array, header: "local" | "listed", offset: number, value: number): Uint8Array {
  const mark = header === "local" ? 0x04034b50 : 0x02014b50;
  const view = new DataView(bytes.buffer);
  let at = 0;
  while (view.getUint32(at, true) !== mark) at++;
  const copy = bytes.slice();
  copy[at + offset] = value;
  return copy;
}

test("what is written can be read, and says nothing of when", () => {
  const zip = readPackage(sound("a", "b/c"));
  assert.deepEqual(zip.names, ["a", "b/c"]);
  assert.equal(new TextDecoder().decode(zip.read("b/c")), "content of b/c");
  assert.equal(zip.dated, false);
});

test("a password is told apart from damage", () => {
  refused(changed(sound("a"), "listed", 8, 1), "encrypted");
});

test("content that does not fit its checksum is refused", () => {
  const stored = writePackage([{ name: "a", bytes: bytesOf("right"), stored: true }]);
  refused(changed(stored, "local", 31, 88), "broken");
});

test("an entry inside of another is refused", () => {
  const inner = { name: "b", bytes: bytesOf("in"), stored: true };
  const header = writePackage([inner]).subarray(0, 33);
  const both = writePackage([{ name: "a", bytes: header, stored: true }, inner]);
  assert.deepEqual(readPackage(both).names, ["a", "b"]);
  // The second place in the directory, which now leads into the content of the first entry.
  both[both.length - 22 - 47 + 42] = 31;
  refused(both, "broken");
});

test("headers that disagree are refused", () => {
  refused(changed(sound("a"), "local", 30, 98), "broken");
  refused(changed(sound("a"), "local", 8, 0), "broken");
  refused(changed(sound("a"), "local", 18, 77), "broken");
  refused(changed(sound("a"), "listed", 16, 77), "broken");
  refused(changed(sound("a", "b"), "listed", 42, 9), "broken");
});

test("names that lead elsewhere, or twice to the same, are refused", () => {
  for (const name of ["../a", "/a", "a\\b", "a/../b", "c:a", "a//b", "./a"]) refused(sound(name), "broken");
  refused(sound("a", "A"), "broken");
  refused(sound("a", "a"), "broken");
});

test("something in front is refused, even if everything is where it should be", () => {
  const whole = Uint8Array.from([0, ...sound("a")]);
  whole[whole.length - 22 + 16]! += 1;
  whole[whole.length - 22 - 47 + 42] = 1;
  refused(whole, "broken");
});

test("something in front, behind or cut off is refused", () => {
  const whole = sound("a");
  refused(Uint8Array.from([...bytesOf("x"), ...whole]), "broken");
  refused(Uint8Array.from([...whole, 0]), "broken");
  refused(whole.slice(0, -3), "broken");
});

test("a bomb is refused before it is inflated", () => {
  refused(zipSync({ a: new Uint8Array(8 << 20) }), "too_large");
});

test("an entry that holds more than it says is refused", () => {
  const bytes = zipSync({ a: new Uint8Array(5000) });
  refused(changed(changed(bytes, "local", 22, 1), "listed", 24, 1), "broken");
});

test("archives, old formats and passwords of office programs are told apart", async () => {
  const ole = (inside: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...[...inside].flatMap((letter) => [letter.charCodeAt(0), 0])]);
  await assert.rejects(cleanBytes(sound("photo.jpg")), { code: "archive" });
  await assert.rejects(cleanBytes(ole("WordDocument")), { code: "type_unsupported" });
  await assert.rejects(cleanBytes(ole("EncryptedPackage")), { code: "encrypted" });
  await assert.rejects(cleanBytes(new Uint8Array()), { code: "empty" });
});
