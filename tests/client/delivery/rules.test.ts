/** The pure parts of delivery: verdicts, delays and sizes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ChunkSize } from "../../../client/shared/delivery/chunk_size.ts";
import * as tuning from "../../../client/shared/delivery/tuning.ts";
import { backoff, judge, retryAfter } from "../../../client/shared/delivery/verdict.ts";
import { Waits } from "../../../client/shared/delivery/waits.ts";

const answer = { code: null, limit: null, bits: NaN, retryAfter: null };

test("no status without a typed problem ever parks a packet", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 999 }), (status) => {
    assert.notEqual(judge({ ...answer, status }).do, "park");
  }));
});

test("no server silences a phone for longer than a day", () => {
  fc.assert(fc.property(fc.constantFrom(429, 503, 507), fc.nat(), (status, ms) => {
    const verdict = judge({ ...answer, status, retryAfter: ms * 1000 });
    assert.ok(verdict.do === "wait" && verdict.ms !== null && verdict.ms <= tuning.RETRY_AFTER_MAX);
  }));
});

test("Retry-After: seconds, a date by the server's clock, rubbish, nothing", () => {
  assert.equal(retryAfter("120", null), 120_000);
  assert.equal(retryAfter("Fri, 21 Nov 2036 00:01:00 GMT", "Fri, 21 Nov 2036 00:00:00 GMT"), 60_000);
  assert.equal(retryAfter("Fri, 21 Nov 2036 00:01:00 GMT", "Fri, 21 Nov 2036 00:02:00 GMT"), 0);
  assert.equal(retryAfter("Fri, 21 Nov 2036 00:01:00 GMT", null), tuning.RETRY_AFTER_DEFAULT);
  assert.equal(retryAfter("soon", null), tuning.RETRY_AFTER_DEFAULT);
  assert.equal(retryAfter(null, null), null);
});

test("back-off stays between half of its ceiling and the ceiling", () => {
  fc.assert(fc.property(fc.nat(1_000_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, x) => {
    const delay = backoff(attempt, tuning.BACKOFF_FIRST, tuning.BACKOFF_LAST, () => x);
    const ceiling = Math.min(tuning.BACKOFF_LAST, tuning.BACKOFF_FIRST * 2 ** Math.min(attempt, 20));
    assert.ok(delay >= ceiling / 2 && delay <= ceiling);
  }));
});

test("pieces stay between 4 KiB and 1 MiB whatever happens, and never grow beyond a refusal", () => {
  const event = fc.oneof(fc.nat(60_000), fc.constant("lost" as const), fc.constant("refused" as const));
  fc.assert(fc.property(fc.array(event), (events) => {
    const size = new ChunkSize();
    let ceiling = tuning.CHUNK_MAX;
    for (const happened of events) {
      if (typeof happened === "number") size.passed(happened);
      else if (happened === "lost") size.lost();
      else if (size.refused(null)) ceiling = size.bytes;
      assert.ok(size.bytes >= tuning.CHUNK_MIN && size.bytes <= ceiling);
    }
  }));
});

test("a good network is used, a bad one is spared", () => {
  const size = new ChunkSize();
  for (let n = 0; n < 10; n++) size.passed(500);
  assert.equal(size.bytes, tuning.CHUNK_MAX);
  for (let n = 0; n < 20; n++) size.lost();
  assert.equal(size.bytes, tuning.CHUNK_MIN);
  assert.equal(size.refused(null), false);
});

test("a kick ends only waits for the network, and progress forgets failures", () => {
  const waits = new Waits(() => 1);
  waits.add("a", "network", null, 0);
  waits.add("b", "server", null, 0);
  assert.deepEqual([waits.isDue("a", 0), waits.isDue("b", 0)], [false, false]);
  waits.kick();
  assert.deepEqual([waits.isDue("a", 0), waits.isDue("b", 0)], [true, false]);
  waits.add("b", "server", null, 0);
  assert.equal(waits.next(["b"], 0), 2 * tuning.BACKOFF_FIRST);
  waits.progressed("b");
  waits.add("b", "server", null, 0);
  assert.equal(waits.next(["b"], 0), tuning.BACKOFF_FIRST);
});

test("somebody's button ends every wait but the one that the server asked for", () => {
  const waits = new Waits(() => 1);
  waits.add("a", "server", null, 0);
  waits.add("b", "slow_down", 3_000, 0);
  waits.kick(true);
  assert.deepEqual([waits.next(["a"], 0), waits.next(["b"], 0)], [0, 3_000]);
});
