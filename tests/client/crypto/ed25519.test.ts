/** Our verifier of receipts against two others: Node's OpenSSL, and noble's strict mode. */
import assert from "node:assert/strict";
import { sign } from "node:crypto";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { concat, hex } from "../../../client/shared/crypto/bytes.ts";
import { verify } from "../../../client/shared/crypto/ed25519.ts";
import { ed25519Keys } from "./openssl_keys.ts";

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

function keyPair(): { key: Uint8Array; signed(message: Uint8Array): Uint8Array } {
  const { secret, shown } = ed25519Keys();
  return { key: shown, signed: (message) => new Uint8Array(sign(null, message, secret)) };
}

test("signatures of OpenSSL verify, and no changed one does", async () => {
  const { key, signed } = keyPair();
  const bytes = fc.uint8Array({ maxLength: 300 });
  await fc.assert(fc.asyncProperty(bytes, fc.nat(63), fc.nat(31), fc.nat(7), async (message, at, keyAt, bit) => {
    const signature = signed(message);
    assert.ok(await verify(signature, message, key));
    const other = signature.slice();
    other[at] = (other[at] ?? 0) ^ (1 << bit);
    assert.equal(await verify(other, message, key), false);
    const stranger = key.slice();
    stranger[keyAt] = (stranger[keyAt] ?? 0) ^ (1 << bit);
    assert.equal(await verify(signature, message, stranger), false);
    assert.equal(await verify(signature, concat(message, Uint8Array.of(0)), key), false);
  }), { numRuns: 15 });
});

test("RFC 8032 §7.1, test 3", async () => {
  const seed = unhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  const key = unhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  assert.deepEqual(ed25519Keys(seed).shown, key);
  const signature = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
  assert.ok(await verify(unhex(signature), unhex("af82"), key));
});

test("a second spelling of the same signature is refused", async () => {
  const { key, signed } = keyPair();
  const message = Uint8Array.of(1, 2, 3);
  const signature = signed(message);
  const s = BigInt(`0x${hex(signature.slice(32).reverse())}`) + ORDER;
  const again = unhex(s.toString(16).padStart(64, "0")).reverse();
  assert.equal(await verify(concat(signature.subarray(0, 32), again), message, key), false);
});

test("keys of small order sign nothing", async () => {
  const zero = new Uint8Array(32);
  const neutral = Uint8Array.of(1, ...new Uint8Array(31));
  for (const key of [zero, neutral]) {
    assert.equal(await verify(concat(key, zero), Uint8Array.of(7), key), false);
    assert.equal(await verify(concat(neutral, zero), Uint8Array.of(7), key), false);
  }
});

test("arbitrary points and scalars: the same verdict as noble's", async () => {
  const half = fc.uint8Array({ minLength: 32, maxLength: 32 });
  await fc.assert(fc.asyncProperty(half, half, half, fc.uint8Array(), async (r, s, key, message) => {
    const signature = concat(r, s);
    assert.equal(await verify(signature, message, key), ed25519.verify(signature, message, key, { zip215: false }));
  }), { numRuns: 40 });
});

test("wrong lengths are no signature", async () => {
  assert.equal(await verify(new Uint8Array(63), new Uint8Array(), new Uint8Array(32)), false);
  assert.equal(await verify(new Uint8Array(64), new Uint8Array(), new Uint8Array(31)), false);
});
