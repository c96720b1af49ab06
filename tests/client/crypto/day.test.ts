/** The day a report bears, whatever the phone's clock has been set to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDay, localDay } from "../../../client/shared/crypto/day.ts";

test("the day is the phone's own", () => {
  assert.equal(localDay(new Date(2026, 10, 1, 23, 59)), "2026-11-01");
});

test("clocks that are absurdly wrong still give a day that a report may bear", () => {
  assert.equal(localDay(new Date(1970, 0, 1)), "2000-01-01");
  assert.equal(localDay(new Date(2569, 10, 21)), "2026-11-21");
  assert.equal(localDay(new Date(2400, 5, 5)), "2199-12-31");
});

test("days that no calendar has are none", () => {
  for (const day of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "0000-00-00", "2026-11-21 "]) {
    assert.equal(isDay(day), false, day);
  }
  assert.ok(isDay("2024-02-29"));
});
