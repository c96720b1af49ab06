/** The discrete Fourier transform of a power of two of complex numbers, in place. */
export interface Spectrum {
  re: Float64Array;
  im: Float64Array;
}

export const spectrum = (size: number): Spectrum => ({ re: new Float64Array(size), im: new Float64Array(size) });

export class Fourier {
  readonly #size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(size: number) {
    this.#size = size;
    const turns = (part: (angle: number) => number) =>
      Float64Array.from({ length: size / 2 }, (_, i) => part((2 * Math.PI * i) / size));
    this.#cos = turns(Math.cos);
    this.#sin = turns(Math.sin);
  }

  forward({ re, im }: Spectrum): void {
    reorder(re, im);
    for (let half = 1; half < this.#size; half *= 2) this.#stage(re, im, half);
  }

  /** Without the division by the size. */
  backward({ re, im }: Spectrum): void {
    this.forward({ re: im, im: re });
  }

  #stage(re: Float64Array, im: Float64Array, half: number): void {
    const step = this.#size / (2 * half);
    for (let k = 0; k < half; k++) {
      const c = this.#cos[k * step] as number;
      const s = this.#sin[k * step] as number;
      for (let a = k; a < this.#size; a += 2 * half) butterfly(re, im, a, a + half, c, s);
    }
  }
}

function butterfly(re: Float64Array, im: Float64Array, a: number, b: number, c: number, s: number): void {
  const [rb, ib] = [re[b] as number, im[b] as number];
  const r = rb * c + ib * s;
  const i = ib * c - rb * s;
  re[b] = (re[a] as number) - r;
  im[b] = (im[a] as number) - i;
  (re[a] as number) += r;
  (im[a] as number) += i;
}

function reorder(re: Float64Array, im: Float64Array): void {
  for (let i = 1, j = 0; i < re.length; i++) {
    let bit = re.length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] as number, re[i] as number];
      [im[i], im[j]] = [im[j] as number, im[i] as number];
    }
  }
}
