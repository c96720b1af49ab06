/** What the server says of cases, checked before anything believes it: `docs/formats/cards.md` §5. */
import { isDay } from "../crypto/day.ts";
import { STATES, type State } from "../crypto/states.ts";
import type { Workflow } from "./entry.ts";

/** A block as the server names it: it covers the changes from `first` to `number`. */
export interface Announced {
  number: number;
  first: number;
  key: string;
  count: number;
}

export interface Changes {
  cases: Workflow[];
  blocks: Announced[];
  next: number;
  more: boolean;
  /** Packets that are in no case. */
  waiting: number;
}

type Json = Record<string, unknown>;

const ID = /^[0-9a-f]{32}$/;
const record = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const number = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0);
const day = (value: unknown): string => (typeof value === "string" && isDay(value) ? value : "2000-01-01");

/** Null for what has no usable id. */
export function readRow(value: unknown): Workflow | null {
  const { id, version, state, assignee, opened, changed, hold, gone } = record(value);
  if (typeof id !== "string" || !ID.test(id)) return null;
  return {
    id,
    version: number(version),
    state: STATES.includes(state as State) ? (state as State) : "received",
    assignee: typeof assignee === "string" ? assignee : null,
    opened: day(opened),
    changed: day(changed),
    hold: hold === true,
    gone: gone === true,
  };
}

function readBlock(value: unknown): Announced | null {
  const { number: its, first, key, count } = record(value);
  if (!number(its) || typeof key !== "string") return null;
  return { number: number(its), first: Math.min(number(first), number(its)), key, count: number(count) };
}

/** Throws TypeError when this is no answer of ours at all. */
export function readChanges(value: unknown): Changes {
  const { cases, blocks, next, more, waiting } = record(value);
  if (!Array.isArray(cases) || !Array.isArray(blocks) || !Number.isSafeInteger(next)) throw new TypeError("not changes");
  return {
    cases: list(cases).flatMap((row) => readRow(row) ?? []),
    blocks: list(blocks).flatMap((block) => readBlock(block) ?? []),
    next: number(next),
    more: more === true,
    waiting: number(waiting),
  };
}
