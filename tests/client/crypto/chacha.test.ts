/** Our sealing half of ChaCha20-Poly1305 against the RFC's own numbers and a whole implementation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import fc from "fast-check";
import { chacha20, chachaSeal } from "../../../client/shared/crypto/chacha.ts";

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test("the key stream of RFC 8439 §2.4.2", () => {
  const key = Uint8Array.from({ length: 32 }, (_, n) => n);
  const plain = Buffer.from("Ladies and Gentlemen of the class of '99: If I could offer you only one tip "
    + "for the future, sunscreen would be it.");
  const sealed = chacha20(key, hex("00 00 00 00 00 00 00 4a 00 00 00 00"), 1, plain);
  assert.equal(Buffer.from(sealed.subarray(0, 16)).toString("hex"), "6e2e359a2568f98041ba0728dd0d6981");
  assert.equal(Buffer.from(sealed.subarray(-2)).toString("hex"), "874d");
});

test("any key, nonce and text: what another implementation opens, byte by byte the same", () => {
  fc.assert(fc.property(bytes(32), bytes(12), fc.uint8Array({ maxLength: 400 }), (key, nonce, plain) => {
    const sealed = chachaSeal(key, nonce, plain);
    assert.deepEqual(sealed, chacha20poly1305(key, nonce).encrypt(plain));
    assert.deepEqual(chacha20poly1305(key, nonce).decrypt(sealed), plain);
  }));
});

test("a whole chunk of an age file, from the middle of a buffer", () => {
  const key = new Uint8Array(32).fill(200);
  const nonce = new Uint8Array(12).fill(255);
  const plain = new Uint8Array(70_000).map((_, n) => n * 31).subarray(3, 3 + 65_536);
  assert.deepEqual(chachaSeal(key, nonce, plain), chacha20poly1305(key, nonce).encrypt(plain));
});
