/** Recipients are copied by hand from posters and chats: one wrong letter must show. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bech32 } from "@scure/base";
import fc from "fast-check";
import { concat } from "../../../client/shared/crypto/bytes.ts";
import { readRecipient } from "../../../client/shared/crypto/recipient.ts";
import { desk } from "./samples.ts";

const encode = (prefix: string, key: Uint8Array): string => bech32.encode(prefix, bech32.toWords(key), false);
const invalid = { name: "PacketError", code: "key_invalid" };

test("both keys inside are found", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1216, maxLength: 1216 }), (key) => {
    const { mlkem, x25519 } = readRecipient(encode("age1pq", key));
    assert.deepEqual(concat(mlkem, x25519), Uint8Array.from(key));
  }), { numRuns: 20 });
});

test("a changed letter is refused", async () => {
  const { recipient } = await desk();
  const letter = fc.constantFrom(..."qpzry9x8gf2tvdw0s3jn54khce6mua7l");
  fc.assert(fc.property(fc.nat(recipient.length - 1), letter, (at, other) => {
    if (recipient[at] === other) return;
    assert.throws(() => readRecipient(recipient.slice(0, at) + other + recipient.slice(at + 1)), invalid);
  }));
});

test("other kinds of key, other lengths and other spellings are refused", async () => {
  const { recipient, identity } = await desk();
  const wrong = [
    "", "age1pq1", identity, recipient.toUpperCase(), ` ${recipient}`, `${recipient}\n`, recipient.slice(0, -1),
    encode("age", new Uint8Array(32)), encode("age1pq", new Uint8Array(1215)), encode("age1tagpq", new Uint8Array(1216)),
  ];
  for (const text of wrong) assert.throws(() => readRecipient(text), invalid, text.slice(0, 20));
});
