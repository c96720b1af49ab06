/** The discrete Fourier transform of a power of two of complex numbers, in place. */
export interface Spectrum {
  re: Float64Array;
  im: Float64Array;
}

export const spectrum = (size: number): Spectrum => ({ re: new Float64Array(size), im: new Float64Array(size) });

export class Fourier {
  private readonly size: number;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;

  constructor(size: number) {
    this.size = size;
    const turns = (part: (angle: number) => number) =>
      Float64Array.from({ length: size / 2 }, (_, i) => part((2 * Math.PI * i) / size));
    this.cos = turns(Math.cos);
    this.sin = turns(Math.sin);
  }

  forward({ re, im }: Spectrum): void {
    reorder(re, im);
    for (let half = 1; half < this.size; half *= 2) this.stage(re, im, half);
  }

  /** Without the division by the size. */
  backward({ re, im }: Spectrum): void {
    this.forward({ re: im, im: re });
  }

  private stage(re: Float64Array, im: Float64Array, half: number): void {
    const { size, cos, sin } = this;
    const step = size / (2 * half);
    for (let k = 0; k < half; k++) {
      const c = cos[k * step] as number;
      const s = sin[k * step] as number;
      for (let a = k; a < size; a += 2 * half) butterfly(re, im, a, a + half, c, s);
    }
  }
}

/** The one place where all the time goes: nothing here may make an object. */
function butterfly(re: Float64Array, im: Float64Array, a: number, b: number, c: number, s: number): void {
  const reB = re[b] as number;
  const imB = im[b] as number;
  const r = reB * c + imB * s;
  const i = imB * c - reB * s;
  const reA = re[a] as number;
  const imA = im[a] as number;
  re[b] = reA - r;
  im[b] = imA - i;
  re[a] = reA + r;
  im[a] = imA + i;
}

function reorder(re: Float64Array, im: Float64Array): void {
  for (let i = 1, j = 0; i < re.length; i++) {
    let bit = re.length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, i, j);
      swap(im, i, j);
    }
  }
}

function swap(numbers: Float64Array, i: number, j: number): void {
  const kept = numbers[i] as number;
  numbers[i] = numbers[j] as number;
  numbers[j] = kept;
}
