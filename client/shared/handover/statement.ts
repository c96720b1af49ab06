/**
 * What one desk says when it hands a packet over to another, in the packet itself: a chain of signed
 * steps, the oldest first. It comes from strangers until `judge` has looked at it.
 *
 * Normative: `docs/formats/handover.md`.
 */
import { concat, hex, sha256, utf8, type Bytes } from "../crypto/bytes.ts";
import { Fields } from "../crypto/fields.ts";
import { MAX_HANDOVER } from "../crypto/limits.ts";
import { PacketError } from "../crypto/packet.ts";
import { DESK_SIGNING, sign, withSeed } from "../desk_keys/signing.ts";

/** A packet goes from desk to desk no more often than this. */
export const MOST_STEPS = 8;
/** In characters (Unicode scalar values). */
export const MAX_REASON = 1_000;
export const MAX_NOTE = 4_000;

export interface Statement {
  /** Ids of desks. */
  from: string;
  to: string;
  /** The fingerprint of the key of `to` that it was sealed to. */
  key: string;
  day: string;
  /** Ids of the case and of the packet at `from`. */
  case: string;
  packet: string;
  /** SHA-256 of `report.json` in hex, which declares the files. */
  report: string;
  /** `markOf` the step before, or null. */
  before: string | null;
  reason: string;
  /** What `from` wants to tell besides; may be "". */
  note: string;
}

/** `text` is the statement as it was signed, `signature` Ed25519 in base64url. */
export interface Step {
  text: string;
  signature: string;
  statement: Statement;
}

const ID = /^[0-9a-f]{32}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const DESK = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** The steps, the oldest first; null for anything that is not of the form. Nothing is verified. */
export function parseHandover(bytes: Uint8Array): Step[] | null {
  try {
    const top = bytes.length <= MAX_HANDOVER ? Fields.parse(bytes, "handover.json") : null;
    if (top?.integer("version") !== 1) return null;
    const steps = top.list("steps", MOST_STEPS).map((step) => readStep(new Fields(step, "steps")));
    return steps.length ? steps : null;
  } catch (error) {
    if (error instanceof PacketError) return null;
    throw error;
  }
}

function readStep(step: Fields): Step {
  const text = step.string("statement", MAX_HANDOVER);
  return { text, signature: step.matching("signature", /^[\w-]{86}$/), statement: readStatement(text) };
}

function readStatement(text: string): Statement {
  const top = Fields.parse(utf8(text), "statement");
  if (top.integer("version") !== 1) throw new PacketError("packet_version");
  return {
    from: top.matching("from", DESK),
    to: top.matching("to", DESK),
    key: top.matching("key", ID),
    day: top.day("day"),
    case: top.matching("case", ID),
    packet: top.matching("packet", ID),
    report: top.matching("report", DIGEST),
    before: top.nullable("before", (name) => top.matching(name, DIGEST)),
    reason: top.string("reason", MAX_REASON),
    note: top.string("note", MAX_NOTE),
  };
}

/** What the next step says of this one. */
export async function markOf({ text, signature }: Pick<Step, "text" | "signature">): Promise<string> {
  return hex(await sha256(utf8(`${text}.${signature}`)));
}

export const signed = (text: string): Bytes => utf8(`hinghoi-handover-v1\n${text}`);

/**
 * `handover.json` with one step more. `deskKey`: the identity of the desk that hands over. Throws PacketError
 * `packet_limits` when it gets too long, `packet_report` for what no reader would take.
 */
export async function writeHandover(before: readonly Step[], statement: Omit<Statement, "before">, deskKey: string): Promise<Bytes> {
  const last = before.at(-1);
  const { from, to, key, day, case: id, packet, report, reason, note } = statement;
  const mark = last ? await markOf(last) : null;
  const text = JSON.stringify({ version: 1, from, to, key, day, case: id, packet, report, before: mark, reason, note });
  readStatement(text);
  const step = { text, signature: sign(deskKey, DESK_SIGNING, signed(text)) };
  const steps = [...before, step].map(({ text, signature }) => ({ statement: text, signature }));
  const bytes = utf8(JSON.stringify({ version: 1, steps }));
  if (bytes.length > MAX_HANDOVER || steps.length > MOST_STEPS) throw new PacketError("packet_limits", "handover.json");
  return bytes;
}

/**
 * What a log holds of it, 32 bytes: another value in each of the two logs, so that only somebody who has
 * opened the packet can tell that they speak of the same.
 */
export const logDigest = (log: "sent" | "came", handover: Uint8Array): Promise<Bytes> =>
  sha256(concat(utf8(`hinghoi-handover-${log}-v1\n`), handover));

/**
 * The id under which a packet goes to a desk: the same each time it is tried, known to those alone who
 * hold `identity`, which opens the packet here.
 */
export const handedId = (identity: string, packet: string, to: string): string =>
  withSeed(identity, `hinghoi/v1/handover/id\n${packet}\n${to}`, (seed) => hex(seed.subarray(0, 16)));
