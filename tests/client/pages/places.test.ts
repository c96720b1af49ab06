/** The lists of places, read as a phone reads them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { areas, provinces } from "../../../client/pages/report/places.ts";

function built(name: string): string {
  const file = readdirSync("static/build").find((entry) => entry.startsWith(name) && entry.endsWith(".txt"));
  return new TextDecoder("windows-874").decode(readFileSync(`static/build/${file ?? name}`));
}

const all = provinces(built("districts"));
const tambonLines = built("tambons").split("\n");

test("every province, district and tambon is there", () => {
  assert.equal(all.length, 77);
  assert.equal(all.flatMap(({ districts }) => districts).length, 928);
  assert.equal(tambonLines.length, 928);
  assert.equal(tambonLines.flatMap((line) => line.split("\t")).length, 7436);
});

test("names and official codes meet", () => {
  const nan = all.find(({ code }) => code === "55");
  assert.equal(nan?.name, "น่าน");
  const pua = nan?.districts.findIndex(({ name }) => name === "ปัว") ?? -1;
  assert.equal(nan?.districts[pua]?.code, "5505");
  const tambons = areas(tambonLines[(nan?.firstLine ?? 0) + pua] ?? "", "5505", "ปัว");
  assert.deepEqual(tambons.find(({ code }) => code === "550502"), { code: "550502", name: "แงง" });
  assert.deepEqual(tambons.find(({ name }) => name === "ปัว"), { code: "550501", name: "ปัว" });
});

test("a gap in the numbering is kept", () => {
  assert.deepEqual(areas("a\t4b\tc", "10"), [
    { code: "1001", name: "a" }, { code: "1004", name: "b" }, { code: "1005", name: "c" },
  ]);
});

test("a nameless tambon bears its district's name", () => {
  assert.deepEqual(areas("\tx", "1001", "ก"), [{ code: "100101", name: "ก" }, { code: "100102", name: "x" }]);
});
