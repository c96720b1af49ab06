/** On how many days an empty packet goes, and after how long. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { delay, isHeads } from "../../../client/pages/outbox/coin.ts";

/** Evenly spread over [0, 1). */
const EVEN = Array.from({ length: 10_000 }, (_, n) => n / 10_000);

test("a packet goes on a fifth of the days", () => {
  assert.equal(EVEN.filter(isHeads).length, 2_000);
});

test("it waits for some minutes, mostly, and for no longer than twenty", () => {
  const all = EVEN.map(delay);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length / 60_000;
  assert.ok(mean > 2.8 && mean < 3.1, String(mean));
  fc.assert(fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (even) => {
    const ms = delay(even);
    return ms >= 0 && ms <= 20 * 60_000;
  }));
});

test("having waited says nothing about how long it still takes", () => {
  const minutes = EVEN.map((even) => delay(even) / 60_000).filter((one) => one < 19);
  const left = (after: number) => minutes.filter((one) => one >= after + 2).length / minutes.filter((one) => one >= after).length;
  assert.ok(Math.abs(left(0) - left(4)) < 0.01, `${left(0)} ${left(4)}`);
});
