/** The vectors of cards.md, which Python reads too: the same blocks open, the same are refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64url } from "../../../client/shared/crypto/bytes.ts";
import { BlockRefused, openBlock } from "../../../client/shared/cards/codec.ts";
import { cardKey } from "../../../client/shared/cards/key.ts";
import vectors from "../../vectors/cards.json";

const key = await cardKey(vectors.identity, vectors.desk, vectors.fingerprint);

for (const { name, file, cards } of vectors.blocks) {
  test(`vector: ${name}`, async () => {
    const opened = openBlock(key, fromBase64url(file)!);
    if (cards) assert.deepEqual(await opened, cards);
    else await assert.rejects(opened, BlockRefused);
  });
}
