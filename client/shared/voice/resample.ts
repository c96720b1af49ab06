/**
 * From whatever rate the phone records at down to ours, piece by piece as it comes: a low-pass of
 * windowed sinc, with one set of weights for each position between two samples that occurs.
 */
import { at, RATE } from "./sound.ts";

/** Zero crossings of the sinc on each side. */
const CROSSINGS = 12;
/** Of the lower of both highest frequencies: what is above it would be heard as something else. */
const CUT = 0.92;

export class Resampler {
  private readonly step: number;
  private readonly reach: number;
  private readonly weights = new Map<number, Float64Array>();
  private readonly ratio: { from: number; to: number };
  private kept: Float32Array;
  /** Where the next sample lies among those kept: whole samples, and parts of `ratio.to`. */
  private whole: number;
  private part = 0;

  constructor(rate: number) {
    const common = divisor(rate, RATE);
    this.ratio = { from: rate / common, to: RATE / common };
    this.step = Math.max(1, rate / RATE);
    this.reach = Math.ceil((CROSSINGS * this.step) / CUT);
    this.kept = new Float32Array(this.reach);
    this.whole = this.reach;
  }

  /** What the piece adds to the sound at our rate. */
  push(piece: Float32Array): Float32Array {
    const all = new Float32Array(this.kept.length + piece.length);
    all.set(this.kept);
    all.set(piece, this.kept.length);
    const made: number[] = [];
    for (; this.whole + this.reach < all.length; this.advance()) made.push(this.sample(all));
    const unused = Math.max(0, this.whole - this.reach);
    this.kept = all.slice(unused);
    this.whole -= unused;
    return Float32Array.from(made);
  }

  private advance(): void {
    const part = this.part + this.ratio.from;
    this.whole += Math.floor(part / this.ratio.to);
    this.part = part % this.ratio.to;
  }

  private sample(all: Float32Array): number {
    const weights = this.weightsNow();
    const start = this.whole - this.reach;
    return weights.reduce((sum, weight, i) => sum + weight * at(all, start + i), 0);
  }

  private weightsNow(): Float64Array {
    const known = this.weights.get(this.part);
    if (known) return known;
    const offset = this.part / this.ratio.to;
    const made = Float64Array.from({ length: 2 * this.reach + 1 }, (_, i) => this.weight(i - this.reach - offset));
    const sum = made.reduce((all, weight) => all + weight, 0);
    const even = made.map((weight) => weight / sum);
    this.weights.set(this.part, even);
    return even;
  }

  private weight(distance: number): number {
    const x = (Math.PI * distance * CUT) / this.step;
    const sinc = x === 0 ? 1 : Math.sin(x) / x;
    return sinc * Math.max(0, Math.cos((Math.PI * distance) / (2 * this.reach + 2))) ** 2;
  }
}

function divisor(a: number, b: number): number {
  return b ? divisor(b, a % b) : a;
}
