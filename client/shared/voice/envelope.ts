/**
 * What throat and mouth make of a voice: the smooth curve over its spectrum, found by keeping only
 * the slow part of the logarithm of the spectrum (the low end of its cepstrum).
 */
import { type Fourier, type Spectrum, spectrum } from "./fft.ts";
import { at } from "./sound.ts";
import type { Shift } from "./shift.ts";

/** In seconds: shorter than a period of a high voice, longer than what formants need. */
const SMOOTH = 0.0022;
/** Under this everything counts as silence: no curve is drawn through nothing. */
const LEAST = 1e-5;

export class Envelopes {
  private readonly fourier: Fourier;
  private readonly work: Spectrum;
  private readonly kept: number;

  constructor(fourier: Fourier, size: number, rate: number) {
    this.fourier = fourier;
    this.work = spectrum(size);
    this.kept = Math.round(SMOOTH * rate);
  }

  /** The natural logarithm of the curve at each frequency of `magnitudes` (half the size, and one). */
  curve(magnitudes: Float64Array): Float64Array {
    const { re, im } = this.work;
    const size = re.length;
    for (let k = 0; k <= size / 2; k++) re[k] = re[(size - k) % size] = Math.log(at(magnitudes, k) + LEAST);
    im.fill(0);
    this.fourier.forward(this.work);
    re.forEach((value, i) => (re[i] = (value * this.weight(Math.min(i, size - i))) / size));
    im.fill(0);
    this.fourier.forward(this.work);
    return re.slice(0, size / 2 + 1);
  }

  private weight(quefrency: number): number {
    return quefrency < this.kept ? 0.5 + 0.5 * Math.cos((Math.PI * quefrency) / this.kept) : 0;
  }
}

/** The curve of a throat of another length. */
export function warped(curve: Float64Array, { formant }: Shift): Float64Array {
  const last = curve.length - 1;
  return curve.map((_, k) => {
    const from = Math.min(last, k / formant(k / last));
    const low = Math.floor(from);
    return at(curve, low) + (from - low) * (at(curve, Math.min(last, low + 1)) - at(curve, low));
  });
}
