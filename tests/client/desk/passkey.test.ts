/** Wrapping keys out of a passkey's PRF, and codes as people type them. */
import assert from "node:assert/strict";
import { hkdfSync } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { random } from "../../../client/shared/crypto/bytes.ts";
import { newIdentity } from "../../../client/shared/crypto/key_file.ts";
import { unwrapIdentity, wrapIdentity } from "../../../client/shared/desk_keys/identity.ts";
import { PRF_INPUT, fromPrf } from "../../../client/shared/desk_keys/passkey.ts";
import { typedCode } from "../../../client/shared/desk_keys/typed_code.ts";

test("the wrapping key is the one that the format says", () => {
  fc.assert(fc.property(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    (output, salt) => {
      const expected = hkdfSync("sha256", output, salt, "hinghoi/v1/moderator/passkey", 32);
      assert.deepEqual(fromPrf(output, salt), new Uint8Array(expected));
    },
  ), { numRuns: 30 });
  assert.equal(new TextDecoder().decode(PRF_INPUT), "hinghoi/v1/passkey");
});

test("what is no PRF's output is not made into a key", () => {
  for (const length of [0, 31, 33]) assert.throws(() => fromPrf(new Uint8Array(length), new Uint8Array(32)), RangeError);
});

test("an identity opens with its own passkey and salt, and with no other", async () => {
  const { identity, recipient } = await newIdentity();
  const [output, salt] = [random(32), random(32)];
  const wrapped = await wrapIdentity(identity, recipient, fromPrf(output, salt));
  assert.equal(await unwrapIdentity(wrapped, recipient, fromPrf(output, salt)), identity);
  for (const other of [fromPrf(random(32), salt), fromPrf(output, random(32))]) {
    await assert.rejects(unwrapIdentity(wrapped, recipient, other), { code: "passphrase_wrong" });
  }
});

test("codes are read as they are meant", () => {
  for (const text of ["123456", "123 456", " 123-456 ", "๑๒๓๔๕๖", "１２３４５６"]) assert.equal(typedCode(text), "123456");
  assert.equal(typedCode("ABCD-efgh jkmn-pqrs"), "ABCDefghjkmnpqrs");
});

test("whatever is typed, no space and no Thai digit is left", () => {
  const sign = fc.constantFrom(..."๐๕๙059aZ -–\t\u00a0");
  fc.assert(fc.property(fc.string({ unit: sign, maxLength: 30 }), (text) => assert.match(typedCode(text), /^[0-9aZ–]*$/)));
});
