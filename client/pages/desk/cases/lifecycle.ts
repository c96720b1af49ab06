/** Which state may follow which, and what its card must then say: the one table that the server reads, too. */
import table from "../../../../webapp/desk/casework/lifecycle.json";
import type { Card } from "../../../shared/cards/card.ts";
import { STATES, type State } from "../../../shared/crypto/states.ts";

const transitions: Record<string, readonly string[]> = table.transitions;
const needs: Record<string, readonly string[]> = table.needs;

export const nextStates = (state: State): State[] => STATES.filter((next) => transitions[state]?.includes(next));

export const needsOf = (state: State | null): readonly string[] => (state && needs[state]) || [];

/** Whether the card may go with that state. */
export const isComplete = (card: Card, state: State): boolean =>
  needsOf(state).every((name) => Boolean(card[name as keyof Card]));
