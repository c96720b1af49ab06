/** Plain text: every letter that is seen stays, and nothing else does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cleanText } from "../../../../client/shared/cleaning/text/index.ts";
import { verifyText } from "../../../../client/shared/cleaning/text/verify.ts";

const cleanBytes = (bytes: number[] | Uint8Array) => cleanText(new Blob([Uint8Array.from(bytes)]), "light");
const cleanString = (text: string) => cleanText(new Blob([text]), "light");
const textOf = async (text: string): Promise<string> => new TextDecoder().decode((await cleanString(text)).bytes);

test("UTF-16 with its mark becomes UTF-8 without one", async () => {
  const { bytes, extension, type, removed } = await cleanBytes([0xff, 0xfe, 0x01, 0x0e, 0x32, 0x0e, 0x0d, 0, 0x0a, 0]);
  assert.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), "กา\n");
  assert.deepEqual([extension, type, removed], ["txt", "text/plain", []]);
});

test("Thai from old machines is read, other old alphabets are not guessed", async () => {
  const { bytes } = await cleanBytes([0xa1, 0xd2, 0xc3, 0xb7, 0xd8, 0xa8, 0xc3, 0xd4, 0xb5, 0x20, 0x31]);
  assert.equal(new TextDecoder().decode(bytes), "การทุจริต 1\n");
  await assert.rejects(cleanBytes([...new TextEncoder().encode("Gar"), 0xe7, ...new TextEncoder().encode("on")]), { code: "type_unsupported" });
});

test("what nobody sees is taken out", async () => {
  assert.equal(await textOf("\ufeffa\u200bb\u2060c\u202ed\u00ade\u{e0041}\ufe00f\u0007"), "abcdef\n");
  assert.equal(await textOf("one\u00a0two\u2003three \t \r\nfour\u2028five\r\r\n\n"), "one two three\nfour\nfive\n");
  assert.equal(await textOf("e\u0301 \u0e33"), "\u00e9 \u0e33\n");
});

test("joiners stay where letters need them", async () => {
  assert.equal(await textOf("नमस्\u200dते"), "नमस्\u200dते\n");
  assert.equal(await textOf("می\u200cخواهم"), "می\u200cخواهم\n");
  assert.equal(await textOf("👩\u200d🌾 ❤\ufe0f\u200d🔥 a\ufe0f"), "👩\u200d🌾 ❤\u200d🔥 a\n");
  assert.equal(await textOf("กา\u200dร a\u200c\u200db \u200c\u200c"), "การ ab\n");
});

test("a table is told from its rows and keeps its empty cells", async () => {
  const { extension, type, bytes } = await cleanString('a\tb\tc\r\n"x\ty\n"\t2\t\r\n');
  assert.deepEqual([extension, type], ["csv", "text/csv"]);
  assert.equal(new TextDecoder().decode(bytes), 'a\tb\tc\n"x\ty\n"\t2\t\n');
  assert.equal((await cleanString("Dear all,\nhere is the news.\n")).extension, "txt");
});

test("markup and binary are refused", async () => {
  for (const text of ["<html>", " <!doctype html>", '<?xml version="1.0"?><svg/>', "{\\rtf1 x}", "%PDF-1.4", "a\0b"]) {
    await assert.rejects(cleanString(text), { code: "type_unsupported" }, text);
  }
  await assert.rejects(cleanString(""), { code: "empty" });
  await assert.rejects(cleanString("\u200b\n"), { code: "empty" });
});

test("any text comes out clean, and the same when cleaned again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (text) => {
      const once = await cleanString(`x${text.replace(/\0/g, "")}`);
      assert.ok(verifyText(once.bytes));
      assert.deepEqual((await cleanBytes(once.bytes)).bytes, once.bytes);
    }),
    { numRuns: 300 },
  );
});

test("any bytes are text or refused by name", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async (bytes) => {
      const code = await cleanBytes(bytes).then(() => "", (error) => error.code);
      assert.ok(["", "type_unsupported", "empty"].includes(code), code);
    }),
  );
});
