/** Receipt codes, what they open, and letters: vectors that Python reads as well. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base64url, fromBase64url } from "../../../client/shared/crypto/bytes.ts";
import { newIdentity } from "../../../client/shared/crypto/key_file.ts";
import { type LetterDraft, openLetter, parseLetter, sealLetter } from "../../../client/shared/crypto/letter.ts";
import { PacketError } from "../../../client/shared/crypto/packet.ts";
import { identityOf } from "../../../client/shared/desk_keys/derive.ts";
import { groupsOf, newCode, readCode, withCheckDigits } from "../../../client/shared/mailbox/code.ts";
import { mailboxId, openMailbox } from "../../../client/shared/mailbox/open.ts";
import vectors from "../../vectors/mailbox.json";

const codes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 22, maxLength: 22 })
  .map((digits) => withCheckDigits(digits.join("")));

for (const { typed, code } of vectors.typed) {
  test(`typed ${JSON.stringify(typed).slice(0, 40)}`, () => assert.equal(readCode(typed), code));
}

for (const vector of vectors.mailboxes) {
  test(`the code ${vector.code} opens its mailbox`, async () => {
    const told: number[] = [];
    const mailbox = await openMailbox(vector.code, (part) => told.push(part));
    assert.equal(base64url(mailbox.token), vector.token);
    assert.equal(mailbox.id, vector.id);
    assert.equal(await mailboxId(mailbox.token), vector.id);
    assert.equal(mailbox.recipient, vector.recipient);
    assert.equal(identityOf(mailbox.seed), vector.identity);
    assert.ok(told.length > 5, "progress is told");
  });
}

test("every wrong digit and every swap of neighbours shows", () => {
  fc.assert(fc.property(codes, fc.nat(23), fc.integer({ min: 1, max: 9 }), (code, at, by) => {
    const wrong = code.slice(0, at) + String((Number(code[at]) + by) % 10) + code.slice(at + 1);
    assert.equal(readCode(wrong), null);
  }));
  fc.assert(fc.property(codes, fc.nat(22), (code, at) => {
    const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
    assert.equal(readCode(swapped), swapped === code ? code : null);
  }));
});

test("nothing typed breaks the reader", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (typed) => [null, 24].includes(readCode(typed)?.length ?? null)));
});

test("new codes use every digit everywhere and can be read back", () => {
  const made = Array.from({ length: 400 }, newCode);
  assert.equal(new Set(made).size, 400);
  for (const code of made) assert.equal(readCode(groupsOf(code).join(" ")), code);
  for (let at = 0; at < 22; at++) assert.equal(new Set(made.map((code) => code[at])).size, 10);
});

const code = (error: unknown): unknown => (error instanceof PacketError ? error.code : error);

for (const vector of vectors.letters.files) {
  test(`letter: ${vector.name}`, async () => {
    const { identity, id } = vectors.letters;
    const opening = openLetter(identity, fromBase64url(vector.file)!, id);
    if (vector.expect !== "ok") {
      return assert.rejects(opening, (error) => (assert.equal(code(error), vector.expect), true));
    }
    const { letter, attachments } = await opening;
    assert.deepEqual(letter, vector.letter);
    assert.deepEqual(attachments.map(({ bytes }) => new TextDecoder().decode(bytes)), attachments.map(() => "hello"));
  });
}

test("a letter seals and opens, and fits one mailbox", async () => {
  const { identity, recipient } = await newIdentity();
  const draft: LetterDraft = {
    mailbox: "ab".repeat(16), desk: "demo", number: 1, language: "th", day: "2026-11-21",
    text: "สวัสดี", state: null, agency: null, history: [],
  };
  const file = { type: "image/png", extension: "png", bytes: new Uint8Array(9000), removed: [] };
  const sealed = await sealLetter(draft, [file], recipient);
  const opened = await openLetter(identity, sealed, draft.mailbox);
  assert.equal(opened.letter.text, "สวัสดี");
  assert.equal(opened.attachments[0]?.bytes.length, 9000);
  await assert.rejects(openLetter(identity, sealed, "cd".repeat(16)), PacketError);
  const large = { ...file, bytes: new Uint8Array(5 * 1024 * 1024) };
  await assert.rejects(sealLetter(draft, [large], recipient), (error) => code(error) === "packet_limits");
});

test("letter.json never surprises", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
    try {
      parseLetter(bytes);
    } catch (error) {
      assert.ok(error instanceof PacketError);
    }
  }));
});
