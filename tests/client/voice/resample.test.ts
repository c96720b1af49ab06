import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Resampler } from "../../../client/shared/voice/resample.ts";
import { peak, RATE } from "../../../client/shared/voice/sound.ts";
import { loudness } from "./voices.ts";

const tone = (frequency: number, rate: number, seconds = 0.5) =>
  Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * frequency * i) / rate));

for (const rate of [8000, 16_000, 22_050, 44_100, 48_000, 96_000]) {
  test(`a tone recorded at ${rate} Hz`, () => {
    const made = new Resampler(rate).push(tone(1000, rate));
    const wanted = tone(1000, RATE).subarray(0, made.length);
    assert.ok(made.length > 0.5 * RATE - 60 && made.length <= 0.5 * RATE, String(made.length));
    const difference = made.map((sample, i) => sample - (wanted[i] as number)).subarray(100);
    assert.ok(peak(difference) < 0.01, String(peak(difference)));
  });
}

test("what our rate cannot carry is not heard as something else", () => {
  assert.ok(loudness(new Resampler(48_000).push(tone(11_000, 48_000)).subarray(100)) < 0.003);
});

test("pieces of any length make the same sound as one", () => {
  const whole = tone(700, 44_100, 0.1);
  const once = new Resampler(44_100).push(whole);
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 2000 }), { maxLength: 20 }), (lengths) => {
    const resampler = new Resampler(44_100);
    const made: number[] = [];
    let at = 0;
    for (const length of [...lengths, whole.length]) made.push(...resampler.push(whole.subarray(at, (at += length))));
    assert.deepEqual(Float32Array.from(made), once);
  }), { numRuns: 30 });
});
