/** Voices made of sines, and how high they sound. */
import { RATE } from "../../../client/shared/voice/sound.ts";

/** A vowel: every harmonic of `pitch`, loudest around `formant`. */
export function vowel(pitch: number, formant: number, seconds = 1): Float32Array {
  const harmonics = Array.from({ length: Math.floor(3800 / pitch) }, (_, i) => (i + 1) * pitch);
  const parts = harmonics.map((f) => ({ f, size: 0.4 / (1 + ((f - formant) / 200) ** 2) + 0.004 }));
  return Float32Array.from({ length: seconds * RATE }, (_, i) =>
    parts.reduce((sum, { f, size }) => sum + size * Math.sin((2 * Math.PI * f * i) / RATE + f), 0) / 4);
}

/** The pitch, from the shortest time after which the middle of the sound comes again. */
export function pitchOf(sound: Float32Array): number {
  const part = sound.subarray(sound.length / 4, sound.length / 4 + 4000);
  const alike = (lag: number) => {
    let [sum, before, after] = [0, 0, 0];
    for (let i = 0; i + 400 < part.length; i++) {
      const [a, b] = [part[i] as number, part[i + lag] as number];
      [sum, before, after] = [sum + a * b, before + a * a, after + b * b];
    }
    return sum / Math.sqrt(before * after);
  };
  const lags = Array.from({ length: 340 }, (_, i) => i + 40);
  const best = Math.max(...lags.map(alike));
  const lag = lags.find((one) => alike(one) > best * 0.97 && alike(one) >= alike(one + 1)) ?? 0;
  return RATE / lag;
}

/** Where the loudness lies: the mean frequency, weighted by power. */
export function centre(sound: Float32Array): number {
  const part = sound.subarray(sound.length / 4, sound.length / 4 + 4000);
  let [sum, weighted] = [0, 0];
  for (let f = 60; f < 4500; f += 10) {
    const power = powerAt(part, f);
    [sum, weighted] = [sum + power, weighted + power * f];
  }
  return weighted / sum;
}

export function powerAt(sound: Float32Array, frequency: number): number {
  let [re, im] = [0, 0];
  sound.forEach((sample, i) => {
    const angle = (2 * Math.PI * frequency * i) / RATE;
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / sound.length);
    [re, im] = [re + window * sample * Math.cos(angle), im + window * sample * Math.sin(angle)];
  });
  return re * re + im * im;
}

export const loudness = (sound: Float32Array): number =>
  Math.sqrt(sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length);
