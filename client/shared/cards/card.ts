/**
 * A card: the sealed summary of one case. What comes out of a block is believed only after it
 * passed here: it began as a stranger's report, and whoever was once at the desk could seal it.
 *
 * Normative: `docs/formats/cards.md`.
 */
import { isDay } from "../crypto/day.ts";
import { MAX_ATTACHMENTS, MAX_DESKS, MAX_STRING, MAX_TEXT } from "../crypto/limits.ts";
import { ANSWERS, type Answer, CATEGORIES, type Category } from "../crypto/packet.ts";
import { STATES, type State } from "../crypto/states.ts";

export const RISKS = ["green", "yellow", "red"] as const;
export type Risk = (typeof RISKS)[number];

/** `by`: a moderator's id. */
export interface Note {
  day: string;
  by: string;
  text: string;
}

export interface Turn {
  day: string;
  by: string;
  state: State;
}

export interface Referral {
  agency: string;
  day: string;
  reference: string;
}

/** Which desk handed over one of its packets, as it says itself; `from` is "" when that cannot be read. */
export interface Came {
  day: string;
  packet: string;
  from: string;
  name: string;
  /** That desk signed it. */
  confirmed: boolean;
  reason: string;
  note: string;
}

/** To which desk packets of it went, by whom and why. */
export interface HandedOver {
  day: string;
  by: string;
  to: string;
  name: string;
  reason: string;
  packets: string[];
}

export interface Card {
  /** 32 hex digits. */
  case: string;
  /** The case's version that this card belongs to; of two cards of a case the higher one holds. */
  version: number;
  /** As a moderator named it; "" while the beginning of the text stands for it. */
  title: string;
  text: string;
  kind: Category | null;
  province: string;
  district: string;
  /** `YYYY-MM-DD`, of the first report. */
  day: string;
  language: string;
  risk: Risk | null;
  labels: string[];
  notes: Note[];
  agency: string;
  accused: string;
  watchpoint: string | null;
  /** How many files the packets hold together. */
  files: number;
  /** Its id; the recipient is in the packet. */
  mailbox: string | null;
  desks: string[];
  referral: Referral | null;
  /** Why the case ended, "" while it has not. */
  reason: string;
  checklist: Record<string, boolean>;
  merged_into: string | null;
  history: Turn[];
  packets: string[];
  /** What the reporter said of the outcome, oldest first; absent while there is nothing. */
  answers?: { day: string; answer: Answer }[];
  /** There is nothing in its packet, and no list shows it; absent otherwise. */
  cover?: true;
  /** Absent while there is nothing. */
  came?: Came[];
  handed?: HandedOver[];
}

type Check = (value: unknown) => boolean;
/** What a value must be like, and what stands for one that is not. */
type Rule = readonly [Check, unknown];

const MAX_VERSION = 2 ** 31 - 1;
const MANY = 1_000;
const ID = /^[0-9a-f]{32}$/;

const text = (most: number): Check => (value) => typeof value === "string" && value.length <= most;
const id: Check = (value) => typeof value === "string" && ID.test(value);
const day: Check = (value) => typeof value === "string" && isDay(value);
const among = (words: readonly string[]): Check => (value) => typeof value === "string" && words.includes(value);
const whole = (value: unknown, most: number): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const shape = (checks: Record<string, Check>): Check => {
  const all = Object.entries(checks);
  return (value) => isRecord(value) && all.every(([name, check]) => check(value[name]));
};
const list = (check: Check, most = MANY): Rule => [(value) => Array.isArray(value) && value.length <= most && value.every(check), []];
const few = (check: Check): Check => list(check, 100)[0];
const orNull = (check: Check): Rule => [(value) => value === null || check(value), null];
const string = (most: number): Rule => [text(most), ""];
const flags: Check = (value) => isRecord(value) && Object.keys(value).length <= 50 && Object.values(value).every((done) => typeof done === "boolean");

// Characters are counted in code units, of which one may have two.
const SHORT = 2 * 200;
const WORD = 2 * MAX_STRING;
const LONG = 2 * 4_000;

/** What older writers leave out, and cards that have nothing of it. */
const OPTIONAL = {
  answers: (value: unknown) => Array.isArray(value) && value.length <= MANY && value.every(shape({ day, answer: among(ANSWERS) })),
  cover: (value: unknown) => value === true,
  came: few(shape({ day, packet: id, from: text(40), name: text(SHORT), confirmed: (value) => typeof value === "boolean", reason: text(WORD), note: text(LONG) })),
  handed: few(shape({ day, by: text(64), to: text(40), name: text(SHORT), reason: text(WORD), packets: list(id)[0] })),
};

const RULES: Record<Exclude<keyof Card, "case" | "version" | keyof typeof OPTIONAL>, Rule> = {
  title: string(SHORT),
  text: string(2 * MAX_TEXT),
  kind: orNull(among(CATEGORIES)),
  province: string(SHORT),
  district: string(SHORT),
  day: [day, "2000-01-01"],
  language: string(35),
  risk: orNull(among(RISKS)),
  labels: list(text(80), 20),
  notes: list(shape({ day, by: text(64), text: text(LONG) })),
  agency: string(WORD),
  accused: string(WORD),
  watchpoint: orNull(text(WORD)),
  files: [(value) => whole(value, MAX_ATTACHMENTS * MANY), 0],
  mailbox: orNull(id),
  desks: list(text(64), MAX_DESKS),
  referral: orNull(shape({ agency: text(WORD), day, reference: text(WORD) })),
  reason: string(LONG),
  checklist: [flags, {}],
  merged_into: orNull(id),
  history: list(shape({ day, by: text(64), state: among(STATES) })),
  packets: list(id),
};
const ALL = Object.entries(RULES);

/**
 * The card, with what is wrong in it put right; null when its case or its version is wrong. Keys
 * that nobody here knows stay, for those who do.
 */
export function readCard(value: unknown): Card | null {
  if (!isRecord(value) || !id(value["case"]) || !whole(value["version"], MAX_VERSION) || value["version"] === 0) return null;
  for (const [name, [check, instead]] of ALL) {
    if (!check(value[name])) value[name] = structuredClone(instead);
  }
  for (const [name, check] of Object.entries(OPTIONAL)) {
    if (!check(value[name])) delete value[name];
  }
  return value as unknown as Card;
}

/** The name under which a case is listed: its title, or where its text begins. */
export function nameOf({ title, text }: Pick<Card, "title" | "text">, most = 80): string {
  const first = title || (text.trimStart().split("\n", 1)[0] ?? "");
  if (first.length <= most) return first;
  const space = first.lastIndexOf(" ", most);
  return `${first.slice(0, space > most / 2 ? space : most)}…`;
}
