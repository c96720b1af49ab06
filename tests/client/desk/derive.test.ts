/** The derivations of docs/formats/desk-keys.md, against vectors that Python reads as well. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { base64url, fromBase64url } from "../../../client/shared/crypto/bytes.ts";
import { recipientOf } from "../../../client/shared/crypto/key_file.ts";
import { fromInvitation, fromPassphrase } from "../../../client/shared/desk_keys/derive.ts";
import vectors from "../../vectors/desk_keys.json";

for (const [n, vector] of vectors.invitations.entries()) {
  test(`invitation ${n + 1}`, async () => {
    const { token, identity } = fromInvitation(fromBase64url(vector.secret)!);
    assert.equal(base64url(token), vector.token);
    assert.equal(identity, vector.identity);
    assert.equal(await recipientOf(identity), vector.recipient);
  });
}

test("an invitation's secret of another length is refused", () => {
  assert.throws(() => fromInvitation(new Uint8Array(31)), RangeError);
});

for (const vector of vectors.passphrases) {
  test(`passphrase ${vector.passphrase}`, async () => {
    const told: number[] = [];
    const salt = fromBase64url(vector.salt)!;
    const keys = await fromPassphrase(vector.passphrase, salt, (part) => told.push(part));
    assert.equal(base64url(keys.authentication), vector.authentication);
    assert.equal(base64url(keys.wrapping), vector.wrapping);
    assert.ok(told.length > 10 && told.every((part) => part >= 0 && part <= 1), "progress is told");
  });
}
