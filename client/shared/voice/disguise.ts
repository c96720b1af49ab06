/**
 * Another voice for the same words. The sound is taken apart into overlapping windows; in each, the
 * neighbourhood of every partial tone moves to the new pitch as a whole (Laroche and Dolson, "New
 * phase-vocoder techniques for pitch-shifting", 1999), and the smooth curve that throat and mouth
 * draw over the spectrum is exchanged for that of another throat. Length and rhythm stay.
 */
import { Envelopes, warped } from "./envelope.ts";
import { Fourier, type Spectrum, spectrum } from "./fft.ts";
import type { Shift } from "./shift.ts";
import { at, peak, RATE } from "./sound.ts";

const SIZE = 1024;
const HALF = SIZE / 2;
const HOP = SIZE / 4;
/** Hann windows, twice, at a quarter of their length: their squares add up to this. */
const OVERLAP = 1.5;
/** No voice lies under it, but the hum of the mains, which can tell when a note was made. */
const LOWEST = Math.ceil((70 * SIZE) / RATE);
/** In nepers: how much a partial tone may be raised or lowered to fit the new throat. */
const MOST_GAIN = 3;
const LOUDEST = 0.95;
const HANN = Float64Array.from({ length: SIZE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE));

/** The sound in another voice, of the same length. */
export function disguise(samples: Float32Array, shift: Shift): Float32Array {
  const steps = disguising(samples, shift);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in small steps, each telling what share is done: a page can breathe in between. */
export function* disguising(samples: Float32Array, shift: Shift): Generator<number, Float32Array> {
  const made = new Float32Array(samples.length);
  const voice = new Vocoder(shift);
  for (let start = HOP - SIZE; start < samples.length; start += HOP) {
    voice.window(samples, made, start);
    yield Math.max(0, start) / samples.length;
  }
  return bounded(made);
}

function bounded(samples: Float32Array): Float32Array {
  const loudest = peak(samples);
  return loudest > LOUDEST ? samples.map((sample) => (sample * LOUDEST) / loudest) : samples;
}

class Vocoder {
  private readonly shift: Shift;
  private readonly fourier = new Fourier(SIZE);
  private readonly envelopes = new Envelopes(this.fourier, SIZE, RATE);
  private in: Spectrum = spectrum(SIZE);
  private before: Spectrum = spectrum(SIZE);
  private readonly out: Spectrum = spectrum(SIZE);
  private readonly magnitudes = new Float64Array(HALF + 1);
  /** By how much each frequency's phase has been turned so far. */
  private turned = new Float64Array(HALF + 1);

  constructor(shift: Shift) {
    this.shift = shift;
  }

  /** Adds to `made` what the window of `samples` from `start` becomes. */
  window(samples: Float32Array, made: Float32Array, start: number): void {
    this.analyse(samples, start);
    this.move(this.shift.pitch(start / RATE));
    this.fourier.backward(this.out);
    for (let i = 0; i < SIZE; i++) {
      const value = (2 * at(this.out.re, i) * at(HANN, i)) / (SIZE * OVERLAP);
      if (start + i >= 0 && start + i < made.length) (made[start + i] as number) += value;
    }
  }

  private analyse(samples: Float32Array, start: number): void {
    [this.before, this.in] = [this.in, this.before];
    const { re, im } = this.in;
    re.forEach((_, i) => (re[i] = at(samples, start + i) * at(HANN, i)));
    im.fill(0);
    this.fourier.forward(this.in);
    for (let k = 0; k <= HALF; k++) this.magnitudes[k] = Math.sqrt(at(re, k) ** 2 + at(im, k) ** 2);
  }

  private move(pitch: number): void {
    const curve = this.envelopes.curve(this.magnitudes);
    const gains = { from: curve, to: warped(curve, this.shift) };
    this.out.re.fill(0);
    this.out.im.fill(0);
    const turned = new Float64Array(HALF + 1);
    for (const { top, from, to } of this.regions()) {
      const frequency = this.frequency(top);
      const distance = Math.round((pitch - 1) * frequency);
      const turn = (at(this.turned, top) + ((pitch - 1) * frequency * 2 * Math.PI * HOP) / SIZE) % (2 * Math.PI);
      turned.fill(turn, from, to);
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      for (let k = from; k < to; k++) this.put(k, k + distance, cos, sin, gains);
    }
    this.turned = turned;
  }

  private put(from: number, to: number, cos: number, sin: number, gains: { from: Float64Array; to: Float64Array }): void {
    if (from < LOWEST || to < 1 || to >= HALF) return;
    const gain = Math.exp(Math.max(-MOST_GAIN, Math.min(MOST_GAIN, at(gains.to, to) - at(gains.from, from))));
    const [re, im] = [gain * at(this.in.re, from), gain * at(this.in.im, from)];
    (this.out.re[to] as number) += re * cos - im * sin;
    (this.out.im[to] as number) += re * sin + im * cos;
  }

  /** The peaks of the spectrum, each with the frequencies that are nearer to it than to others. */
  private regions(): { top: number; from: number; to: number }[] {
    const m = this.magnitudes;
    const tops: number[] = [];
    for (let k = 1; k < HALF; k++) {
      const least = Math.max(at(m, k - 2), at(m, k - 1), at(m, k + 2));
      if (at(m, k) > least && at(m, k) >= at(m, k + 1)) tops.push(k);
    }
    return tops.map((top, i) => ({ top, from: between(tops[i - 1] ?? -top, top), to: between(top, tops[i + 1] ?? 2 * HALF - top) }));
  }

  /** The true frequency at a peak, in windows' steps: from how far its phase came since before. */
  private frequency(k: number): number {
    const expected = (2 * Math.PI * HOP * k) / SIZE;
    const more = this.advance(k) - expected;
    const wrapped = more - 2 * Math.PI * Math.round(more / (2 * Math.PI));
    return k + (wrapped * SIZE) / (2 * Math.PI * HOP);
  }

  /** By how much the phase at `k` moved since the window before. */
  private advance(k: number): number {
    const [re, im] = [at(this.in.re, k), at(this.in.im, k)];
    const [before, beforeIm] = [at(this.before.re, k), at(this.before.im, k)];
    return Math.atan2(im * before - re * beforeIm, re * before + im * beforeIm);
  }
}

const between = (a: number, b: number): number => Math.round((a + b) / 2);
