/** Sound as everything here passes it on: one channel of numbers from -1 to 1, at one rate. */

/** Samples a second: speech loses nothing that the words need. */
export const RATE = 16_000;
export const MOST_SECONDS = 300;

/** A sample, or zero outside of the sound. */
export const at = (samples: Float32Array | Float64Array, index: number): number => samples[index] ?? 0;

/** The loudest moment. */
export const peak = (samples: Float32Array): number =>
  samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);

/** Overwrites a sound that nobody is to hear again. */
export function forget(samples: Float32Array): void {
  samples.fill(0);
}
