/**
 * How one note's voice is changed: drawn anew for each note, and moving within it, so that turning
 * it back needs a guess of all of it. Never so little that the voice could be known as it was.
 *
 * Thai tells words apart by how the pitch moves: the whole melody goes up or down together, and
 * what sways within a note is slow and smaller than a tone.
 */
export interface Shift {
  /** By how much the voice's pitch is multiplied, `seconds` into the note. */
  pitch(seconds: number): number;
  /** By how much the resonances of throat and mouth are, at this share of the highest frequency. */
  formant(share: number): number;
}

/** A number from 0 up to 1, as from `Math.random`; but draw from what cannot be foretold. */
export type Random = () => number;

const PITCH_UP = [1.2, 1.42] as const;
const PITCH_DOWN = [0.72, 0.84] as const;
const FORMANT_UP = [1.12, 1.26] as const;
const FORMANT_DOWN = [0.8, 0.89] as const;
/** Low and high resonances move by their own amounts: nobody's throat is only longer or shorter. */
const BEND = 0.05;
const SWAY = 0.015;
const SWAYS_PER_SECOND = [0.06, 0.3] as const;

export function drawShift(random: Random): Shift {
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random();
  const pitch = between(random() < 0.5 ? PITCH_UP : PITCH_DOWN);
  const formant = between(random() < 0.5 ? FORMANT_UP : FORMANT_DOWN);
  const ends = [between([-BEND, BEND]), between([-BEND, BEND])] as const;
  const sways = [1, 2].map(() => ({ rate: between(SWAYS_PER_SECOND), start: random() }));
  return {
    pitch: (seconds) => pitch * sways.reduce((all, { rate, start }) => all * sway(rate * seconds + start), 1),
    formant: (share) => formant * (1 + ends[0] * (1 - share) + ends[1] * share),
  };
}

const sway = (turns: number): number => 1 + SWAY * Math.sin(2 * Math.PI * turns);

/** Random numbers that nobody can foretell, unlike those of `Math.random`. */
export const secretRandom: Random = () => {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn / 2 ** 32;
};
