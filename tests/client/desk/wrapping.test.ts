/** Wrapped identities and wrapped desk keys: sound ones open, every other is refused by its code. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64url, random } from "../../../client/shared/crypto/bytes.ts";
import { newIdentity } from "../../../client/shared/crypto/key_file.ts";
import { deskKeyFor, wrapDeskKey } from "../../../client/shared/desk_keys/desk_key.ts";
import { unwrapIdentity, wrapIdentity } from "../../../client/shared/desk_keys/identity.ts";
import vectors from "../../vectors/desk_keys.json";

for (const { name, wrapping, recipient, wrapped, identity } of vectors.wrapped_identities) {
  test(`wrapped identity: ${name}`, async () => {
    const opened = unwrapIdentity(fromBase64url(wrapped)!, recipient, fromBase64url(wrapping)!);
    if (identity) assert.equal(await opened, identity);
    else await assert.rejects(opened, { code: "passphrase_wrong" });
  });
}

for (const { name, holder, recipient, file, desk_key } of vectors.wrapped_desk_keys) {
  test(`wrapped desk key: ${name}`, async () => {
    const opened = deskKeyFor(recipient, fromBase64url(file)!, holder);
    if (desk_key) assert.equal(await opened, desk_key);
    else await assert.rejects(opened, { code: "desk_key_refused" });
  });
}

test("what is wrapped here opens here, and nonces differ", async () => {
  const { identity, recipient } = await newIdentity();
  const key = random(32);
  const [one, two] = [await wrapIdentity(identity, recipient, key), await wrapIdentity(identity, recipient, key)];
  assert.notDeepEqual(one.slice(0, 12), two.slice(0, 12));
  assert.equal(await unwrapIdentity(one, recipient, key), identity);
});

test("a desk key that is handed on opens for its new holder only", async () => {
  const [desk, holder, stranger] = [await newIdentity(), await newIdentity(), await newIdentity()];
  const file = await wrapDeskKey(desk.identity, holder.recipient);
  assert.equal(await deskKeyFor(desk.recipient, file, holder.identity), desk.identity);
  await assert.rejects(deskKeyFor(desk.recipient, file, stranger.identity), { code: "desk_key_refused" });
});

test("a desk key is wrapped to hybrid recipients only", async () => {
  const { identity } = await newIdentity();
  const classical = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  await assert.rejects(wrapDeskKey(identity, classical), TypeError);
});
