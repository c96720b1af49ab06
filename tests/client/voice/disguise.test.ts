import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { disguise, disguising } from "../../../client/shared/voice/disguise.ts";
import { drawShift, secretRandom, type Shift } from "../../../client/shared/voice/shift.ts";
import { peak, RATE } from "../../../client/shared/voice/sound.ts";
import { centre, loudness, pitchOf, powerAt, vowel } from "./voices.ts";

const fixed = (pitch: number, formant: number): Shift => ({ pitch: () => pitch, formant: () => formant });
const near = (value: number, wanted: number, share: number) =>
  assert.ok(Math.abs(value / wanted - 1) < share, `${value} is not ${wanted}`);

for (const [from, pitch, formant] of [[110, 1.3, 1.2], [130, 0.75, 0.85], [220, 1.25, 0.82], [220, 0.8, 1.2]] as const) {
  test(`a voice at ${from} Hz, pitch × ${pitch}, throat × ${formant}`, () => {
    const before = vowel(from, 1200);
    const after = disguise(before, fixed(pitch, formant));
    assert.equal(after.length, before.length);
    near(pitchOf(before), from, 0.02);
    near(pitchOf(after), from * pitch, 0.03);
    near(centre(after) / centre(before), formant, 0.15);
    near(loudness(after), loudness(before), 0.4);
  });
}

test("where nothing is changed, all but the hum is as it was", () => {
  const before = vowel(140, 900);
  const after = disguise(before, fixed(1, 1));
  const difference = before.map((sample, i) => sample - (after[i] as number)).subarray(1024, -1024);
  assert.ok(loudness(difference) < 0.01 * loudness(before));
});

test("the hum of the mains is gone", () => {
  const hum = Float32Array.from({ length: RATE }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 50 * i) / RATE));
  const both = vowel(200, 1000).map((sample, i) => sample + (hum[i] as number));
  const after = disguise(both, drawShift(() => 0.4));
  const most = Math.max(...[30, 35, 40, 45, 50, 55, 60, 65, 70].map((f) => powerAt(after, f)));
  assert.ok(most < 1e-3 * powerAt(both, 50), `${most / powerAt(both, 50)}`);
});

test("a shout is not torn", () => {
  const shout = vowel(130, 1200).map((sample) => Math.max(-1, Math.min(1, 9 * sample)));
  for (const throat of [0.8, 1.25]) assert.ok(peak(disguise(shout, fixed(0.8, throat))) <= 0.951);
});

test("silence stays silence", () => {
  assert.equal(peak(disguise(new Float32Array(RATE), drawShift(secretRandom))), 0);
});

test("no sound is too short, too loud or too wild", () => {
  const sound = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 4000 });
  fc.assert(fc.property(sound, fc.double({ min: 0, max: 0.999, noNaN: true }), (samples, drawn) => {
    const after = disguise(Float32Array.from(samples), drawShift(() => drawn));
    assert.equal(after.length, samples.length);
    assert.ok(after.every((sample) => Math.abs(sample) <= 0.951));
  }), { numRuns: 40 });
});

test("every drawn voice is far from the one that spoke, and from most others", () => {
  const drawn = Array.from({ length: 200 }, () => drawShift(secretRandom));
  for (const { pitch, formant } of drawn) {
    for (const seconds of [0, 3, 100, 299]) assert.ok(Math.abs(Math.log2(pitch(seconds))) > 0.2);
    for (const share of [0, 0.3, 1]) assert.ok(Math.abs(Math.log2(formant(share))) > 0.07);
  }
  const numbers = drawn.flatMap(({ pitch, formant }) => [pitch(0), formant(0), formant(1)]);
  assert.equal(new Set(numbers).size, numbers.length);
  assert.ok(drawn.some(({ pitch, formant }) => pitch(0) > 1 && formant(0.5) < 1));
});

test("the voice sways, so that one number does not bring it back", () => {
  const { pitch } = drawShift(secretRandom);
  const over = Array.from({ length: 60 }, (_, seconds) => pitch(seconds));
  assert.ok(Math.max(...over) / Math.min(...over) > 1.02);
});

test("it goes in steps that a page can breathe between", () => {
  const told = [...disguising(vowel(120, 800, 2), drawShift(secretRandom))];
  assert.ok(told.length > 100);
  assert.ok(told.every((share, i) => share <= 1 && share >= (told[i - 1] ?? 0)));
});
