/**
 * WAV at the quality of a telephone: µ-law (ITU-T G.711), 8000 bytes a second. For browsers that
 * cannot encode Opus.
 */
import { ascii, join, le } from "../cleaning/media/writer.ts";
import { at, RATE } from "./sound.ts";

const MU_LAW = 7;
const TELEPHONE = RATE / 2;
const BIAS = 132;
const CLIP = 32635;
/** Half of a low-pass at a quarter of our rate; it mirrors around its middle. */
const HALF_BAND = [0.5, 0.3128, 0, -0.0948, 0, 0.0465, 0, -0.0231, 0, 0.0106, 0, -0.004];

export function wav(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const data = Uint8Array.from(halved(samples), muLaw);
  const format = [...le(MU_LAW, 2), ...le(1, 2), ...le(TELEPHONE, 4), ...le(TELEPHONE, 4), ...le(1, 2), ...le(8, 2)];
  const chunks = join(ascii("WAVEfmt "), le(format.length, 4), format, ascii("data"), le(data.length, 4), data);
  const odd = data.length % 2 ? [0] : [];
  return join(ascii("RIFF"), le(chunks.length + odd.length, 4), chunks, odd) as Uint8Array<ArrayBuffer>;
}

/** Every second sample, without what only a full rate can hold. */
function halved(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.ceil(samples.length / 2) }, (_, i) =>
    HALF_BAND.reduce((sum, weight, d) => sum + weight * (at(samples, 2 * i - d) + (d ? at(samples, 2 * i + d) : 0)), 0));
}

/** One sample of G.711: a sign, the place of the highest bit, and four bits after it, all inverted. */
export function muLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const size = Math.min(CLIP, Math.round(Math.abs(sample) * 32768)) + BIAS;
  const exponent = 24 - Math.clz32(size);
  const mantissa = (size >> (exponent + 3)) & 15;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}
