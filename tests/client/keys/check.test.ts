/** What people compare of a key: the vectors that Python reads, too. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import english from "key_words:en";
import { checkBytes, keyCheck, keyWords, pictureRows } from "../../../client/shared/keys/check.ts";
import { PICTURE, picturePath } from "../../../client/shared/keys/picture.ts";

interface Checked {
  fingerprint: string;
  words: { th: string[]; en: string[] };
  rows: string[];
}

const { checks } = JSON.parse(readFileSync("tests/vectors/keys.json", "utf8")) as { checks: Checked[] };

test("words and pictures", async () => {
  for (const { fingerprint, words, rows } of checks) {
    const check = await keyCheck(fingerprint);
    assert.deepEqual(check.words, words.th);
    assert.deepEqual(keyWords(await checkBytes(fingerprint), english), words.en);
    assert.deepEqual(check.rows.map((row) => row.join("")), rows);
  }
});

/** Where a path goes, mirrored at the middle of the picture: every shape as its corners, in order. */
function corners(path: string, mirrored: boolean): string[] {
  const turn = (x: number) => (mirrored ? PICTURE - x : x);
  return path.split("z").filter(Boolean).map((shape) => {
    const [x = 0, y = 0] = (shape.match(/\d+/g) ?? []).map(Number);
    if (shape.includes("a")) return `disc ${turn(x + 3)} ${y}`;
    if (shape.includes("v")) return `square ${turn(x + 5)} ${y}`;
    const [, peak = 0] = (shape.split("L")[1] ?? "").split(" ").map(Number);
    return `triangle ${turn(Number((shape.split("L")[1] ?? "").split(" ")[0]))} ${y} ${peak}`;
  }).sort();
}

test("the picture is the same left and right", () => {
  const everything = Uint8Array.from({ length: 16 }, (_, at) => (at < 8 ? 0 : 27 * at));
  const path = picturePath(pictureRows(everything));
  assert(path.includes("a") && path.includes("v") && path.includes("L"));
  assert.deepEqual(corners(path, true), corners(path, false));
});
