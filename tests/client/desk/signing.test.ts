/** The signing key of a desk key: the vectors that Python reads, too. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { signingOf } from "../../../client/shared/desk_keys/signing.ts";

const { keys } = JSON.parse(readFileSync("tests/vectors/keys.json", "utf8")) as { keys: { identity: string; signing: string }[] };

test("signing keys", () => {
  assert(keys.length > 0);
  for (const { identity, signing } of keys) assert.equal(signingOf(identity), signing);
});
