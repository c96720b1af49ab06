/** Files made to harm end in a typed error or a clean file, in bounded time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { zlibSync } from "fflate";
import { cleanPdfBytes } from "../../../../client/shared/cleaning/pdf/clean_pdf.ts";
import { decode85, decodeHex, decodeLzw, decodeRuns } from "../../../../client/shared/cleaning/pdf/old_filters.ts";
import { inflateZlib } from "../../../../client/shared/cleaning/pdf/inflate.ts";
import { Budget } from "../../../../client/shared/cleaning/pdf/limits.ts";
import { undoPredictor } from "../../../../client/shared/cleaning/pdf/predictor.ts";
import { bytesOf, CANARY, compressed, latin, pdf, simple, stream, update } from "./build.ts";
import { codeOf, opened } from "./clean.ts";

const hidden = { ...simple({ page: `/PieceInfo (${CANARY})`, content: `% ${CANARY}\nBT (Seen) Tj ET` }), 9: `<</Author (${CANARY})>>` };
const samples = [pdf(hidden, "/Info 9 0 R"), compressed(hidden), update(pdf(hidden), { 4: stream("", "(x) Tj") }, "/Prev 500")];

test("mutated files: a typed answer, and never the canary in what was not drawn", () => {
  const change = fc.record({ at: fc.nat(1500), code: fc.nat(255), cut: fc.nat(6) });
  fc.assert(fc.property(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 12 }), (sample, changes) => {
    let text = sample;
    for (const { at, code, cut } of changes) text = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + cut);
    if (codeOf(text) !== "ok") return true;
    const out = opened(latin(cleanPdfBytes(bytesOf(text)).bytes));
    return !out.includes(CANARY) || !/Author|PieceInfo|%\s*Canary/.test(out);
  }), { numRuns: 400 });
});

test("random tokens end", () => {
  const piece = fc.constantFrom("<<", ">>", "[", "]", "1 0 obj", "endobj", "stream\n", "endstream", "/Type", "/Pages", "/Kids", "1 0 R", "(", ")", "<", "xref", "trailer", "7", "BI", "ID", "EI");
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => typeof codeOf(`%PDF-1.4\n${pieces.join(" ")}`) === "string"), { numRuns: 300 });
});

test("a bomb is refused before it fills the memory", () => {
  const layer = latin(zlibSync(new Uint8Array(220 << 20)));
  assert.equal(codeOf(pdf({ ...simple(), 4: stream("/Filter /FlateDecode", layer) })), "too_large");
});

test("nested brackets end in an error, also inside content", () => {
  assert.equal(codeOf(pdf({ ...simple({ content: "/A <<".repeat(9000) }) })), "broken");
});

test("inflating forgives a missing end", () => {
  const whole = zlibSync(bytesOf("abc".repeat(40_000)));
  assert.ok(inflateZlib(whole.subarray(0, -6), new Budget()).length > 50_000);
  assert.equal(inflateZlib(whole, new Budget()).length, 120_000);
});

test("predictors: each row from its neighbours", () => {
  const rows = { predictor: 15, colors: 1, bits: 8, columns: 2 };
  const data = Uint8Array.of(0, 5, 6, 1, 5, 6, 2, 1, 1, 3, 4, 4, 4, 1, 1);
  assert.deepEqual([...undoPredictor(data, rows)], [5, 6, 5, 11, 6, 12, 7, 13, 8, 14]);
  assert.deepEqual([...undoPredictor(Uint8Array.of(1, 2, 3, 4), { ...rows, predictor: 2 })], [1, 3, 3, 7]);
});

test("the old filters", () => {
  assert.equal(latin(decodeHex(bytesOf("48 65 6C6c 6F7>zz"))), "Hellop");
  assert.equal(latin(decode85(bytesOf("87cURD]i,\"Ebo80~>"))), "Hello World!");
  assert.equal(latin(decodeRuns(bytesOf("\x02abc\xfex\x80junk"))), "abcxxx");
  const lzw = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);
  assert.equal(latin(decodeLzw(lzw, true)), "-----A---B");
});
