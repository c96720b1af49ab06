/** A turn of a case's history in one small number, its day and its state: a hundred thousand cases have many. */
import { STATES, type State } from "../crypto/states.ts";

const STEP = 16;

/** `day`: days since 1970. */
export const turnOf = (day: number, state: State): number => Math.max(0, day) * STEP + STATES.indexOf(state);
export const dayOf = (turn: number): number => Math.floor(turn / STEP);
/** Its place in STATES. */
export const placeOf = (turn: number): number => turn % STEP;
