/** Our X25519 against RFC 7748 and against Node's OpenSSL. */
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from "node:crypto";
import { test } from "node:test";
import { hex, random } from "../../../client/shared/crypto/bytes.ts";
import { x25519 } from "../../../client/shared/crypto/x25519.ts";

const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

// Raw keys in and out by DER (RFC 8410): Node 20 can deadlock when it exports a generated key as JWK
// while the garbage collector runs.
const PRIVATE = Buffer.from("302e020100300506032b656e04220420", "hex");
const PUBLIC = Buffer.from("302a300506032b656e032100", "hex");
const secretKey = (scalar: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE, scalar]), format: "der", type: "pkcs8" });
const publicKey = (u: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([PUBLIC, u]), format: "der", type: "spki" });
const raw = (key: KeyObject) => new Uint8Array(key.export({ format: "der", type: "spki" }).subarray(-32));

test("RFC 7748 §5.2, both vectors", () => {
  const first = x25519(
    unhex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
    unhex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
  );
  assert.equal(hex(first), "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
  const second = x25519(
    unhex("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
    unhex("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"),
  );
  assert.equal(hex(second), "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
});

test("RFC 7748 §5.2, a thousand rounds", () => {
  let [k, u] = [Uint8Array.of(9, ...new Uint8Array(31)), Uint8Array.of(9, ...new Uint8Array(31))];
  for (let n = 0; n < 1000; n++) [k, u] = [x25519(k, u), k];
  assert.equal(hex(k), "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
});

test("OpenSSL agrees on public keys and on secrets", () => {
  for (let n = 0; n < 30; n++) {
    const [ours, theirs] = [random(32), random(32)];
    const shown = raw(createPublicKey(secretKey(theirs)));
    assert.deepEqual(x25519(theirs), shown);
    const secret = diffieHellman({ privateKey: secretKey(theirs), publicKey: publicKey(x25519(ours)) });
    assert.deepEqual(x25519(ours, shown), new Uint8Array(secret));
  }
});

test("points of small order give no secret", () => {
  const small = ["00", "01", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"];
  for (const u of small) assert.throws(() => x25519(random(32), unhex(u.padEnd(64, "0"))), RangeError, u);
});
