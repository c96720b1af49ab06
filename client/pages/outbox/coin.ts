/** When an empty packet goes: numbers alone, so that they can be looked at. `even` lies in [0, 1). */

/** Of the days on which the app is open: each packet is also work for a desk. */
const CHANCE = 0.2;
/** The mean of the while before it goes; who has closed the app by then sends none. */
const MEAN_MS = 3 * 60_000;
const LONGEST_MS = 20 * 60_000;

export const isHeads = (even: number): boolean => even < CHANCE;

/** Exponential, so that having waited says nothing about how long it still takes. */
export const delay = (even: number): number => Math.min(LONGEST_MS, -Math.log(1 - even) * MEAN_MS);
