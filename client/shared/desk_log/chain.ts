/**
 * A desk's log as its auditors check it: each event's hash is SHA-256 over the one before it and the
 * event's canonical JSON. Normative: `docs/formats/desk-keys.md` §6.
 */
import { type Bytes, concat, fromBase64url, utf8 } from "../crypto/bytes.ts";
import { verify } from "../crypto/ed25519.ts";

/** As `GET /desk/api/log` tells it; null where there is nothing. */
export interface LogEvent {
  /** Among the desk's own, from 1. */
  number: number;
  day: string;
  kind: string;
  /** Ids of 32 hex digits. */
  moderator: string | null;
  packet: string | null;
  case: string | null;
  detail: string | null;
  /** SHA-256 of a sealed card, and of this event with all before it; hex digits. */
  card: string | null;
  hash: string;
}

/** A line that vouches for the log up to an event, whoever kept it. */
export interface Head {
  desk: string;
  number: number;
  hash: string;
  /** What was signed, and the signature in base64url. */
  statement: string;
  signature: string;
}

const HEAD = /^(hinghoi-desk-log-head-v1\.([a-z0-9-]{1,40})\.([1-9]\d{0,11})\.\d{4}-\d\d-\d\d\.([0-9a-f]{64}))\.([\w-]{86})$/;

export function parseHead(line: string): Head | null {
  const found = HEAD.exec(line.replace(/\s/g, ""));
  return found && { desk: found[2]!, number: Number(found[3]), hash: found[4]!, statement: found[1]!, signature: found[5]! };
}

/** Whether the server with this Ed25519 key (32 bytes in base64url, as lists of keys have it) signed the line. */
export async function isSigned({ statement, signature }: Head, publicKey: string): Promise<boolean> {
  const [key, sig] = [fromBase64url(publicKey), fromBase64url(signature)];
  return key !== null && sig !== null && verify(sig, utf8(statement), key);
}

/** Keys sorted, no spaces, ASCII; what came into the log later is left out where there is nothing. */
function canonical(desk: string, { number, day, kind, moderator, packet, case: id, detail, card }: LogEvent): Bytes {
  const facts = {
    ...(card === null ? {} : { card }), ...(id === null ? {} : { case: id }), day, desk,
    ...(detail === null ? {} : { detail }), kind, moderator, number, packet,
  };
  const ascii = JSON.stringify(facts).replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return utf8(ascii);
}

const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The number of the first event that does not follow from those before it; null when all do. `events`: the oldest first. */
export async function firstBreak(desk: string, events: readonly LogEvent[], onPart?: (part: number) => void): Promise<number | null> {
  let previous: Bytes = new Uint8Array(32);
  for (const [n, event] of events.entries()) {
    if (event.number !== n + 1) return n + 1;
    previous = new Uint8Array(await crypto.subtle.digest("SHA-256", concat(previous, canonical(desk, event))));
    if (hex(previous) !== event.hash) return event.number;
    if (n % 500 === 0) onPart?.(n / events.length);
  }
  return null;
}

/** Whether a log that has no break is the one that `head` vouched for. */
export const holds = (head: Head, desk: string, events: readonly LogEvent[]): boolean =>
  head.desk === desk && events[head.number - 1]?.hash === head.hash;

/** The log as a file, which `hinghoi audit verify --extract` checks without the database. `events`: the oldest first. */
export const extract = (desk: string, events: readonly LogEvent[], head: string): Bytes =>
  utf8(`${JSON.stringify({ form: "hinghoi-desk-log-1", desk, head, events }, null, 1)}\n`);
