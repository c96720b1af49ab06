/**
 * Letters from a desk to a reporter's mailbox: written at the desk, read with the receipt code.
 * Never part of what is kept to write and send a report.
 *
 * Normative: `docs/formats/mailbox.md` §3. What is wrong with a letter has a packet's codes.
 */
import { concat, utf8, type Bytes } from "./bytes.ts";
import { fault, Fields } from "./fields.ts";
import { MAX_ATTACHMENTS, MAX_LETTER, MAX_REPORT, MAX_TEXT } from "./limits.ts";
import { decrypt, readFiles } from "./open.ts";
import { PacketError, type Attachment, type ReportAttachment } from "./packet.ts";
import { readAttachment } from "./report.ts";
import { writeFiles } from "./seal.ts";
import { sealAge } from "./age_seal.ts";
import { STATES, type State } from "./states.ts";

export const LETTER_NAME = "letter.json";
const MAX_HISTORY = 50;
const MAX_NUMBER = 1_000_000;

/** One line of a case's history; `note` may be "". */
export interface Step {
  day: string;
  state: State;
  note: string;
}

/** What a desk tells a reporter. `number` counts from 1 in each mailbox of each desk. */
export interface LetterDraft {
  mailbox: string;
  desk: string;
  number: number;
  language: string;
  day: string;
  text: string;
  state: State | null;
  agency: { name: string; reference: string } | null;
  /** Oldest first, the whole of it as the desk tells it. */
  history: Step[];
}

export interface Letter extends LetterDraft {
  version: 1;
  attachments: ReportAttachment[];
}

export interface OpenedLetter {
  letter: Letter;
  attachments: { name: string; type: string; bytes: Uint8Array }[];
}

/** Throws PacketError `key_invalid`, `packet_limits` and `packet_report`. */
export async function sealLetter(draft: LetterDraft, attachments: Attachment[], recipient: string): Promise<Bytes> {
  return concat(...(await sealEach(draft, attachments, [recipient])));
}

/** The same letter to its mailbox and to the desk that writes it, in one body: mailbox.md §6. Throws alike. */
export async function sealWithCopy(
  draft: LetterDraft,
  attachments: Attachment[],
  mailbox: string,
  desk: string,
): Promise<Bytes> {
  return concat(...(await sealEach(draft, attachments, [mailbox, desk])));
}

/** One file for each recipient, so that none of them shows that there are others. */
async function sealEach(draft: LetterDraft, attachments: Attachment[], recipients: string[]): Promise<Bytes[]> {
  const plaintext = await writeFiles(LETTER_NAME, (facts) => writeLetter(draft, facts), attachments);
  const sealed = await Promise.all(recipients.map((recipient) => sealAge(plaintext, [recipient])));
  plaintext.fill(0);
  if (sealed.some(({ length }) => length > MAX_LETTER)) throw new PacketError("packet_limits", "letter");
  return sealed;
}

/** `mailbox`: the id it must be written for. Throws PacketError and nothing else. */
export async function openLetter(identity: string, bytes: Uint8Array, mailbox: string): Promise<OpenedLetter> {
  if (bytes.length > MAX_LETTER) throw new PacketError("packet_limits", "letter");
  const { first: letter, attachments } = await readFiles(await decrypt(identity, bytes), LETTER_NAME, parseLetter);
  if (letter.mailbox !== mailbox) throw fault("mailbox");
  return { letter, attachments };
}

/** Throws PacketError `packet_report`, `packet_version` or `packet_limits` with the field. */
export function parseLetter(bytes: Uint8Array): Letter {
  if (bytes.length > MAX_REPORT) throw new PacketError("packet_limits", LETTER_NAME);
  const top = Fields.parse(bytes, LETTER_NAME);
  if (top.integer("version") !== 1) throw new PacketError("packet_version");
  return {
    version: 1,
    mailbox: top.matching("mailbox", /^[0-9a-f]{32}$/),
    desk: top.matching("desk", /^[a-z0-9][a-z0-9-]{0,39}$/),
    number: top.integer("number", MAX_NUMBER),
    language: top.matching("language", /^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/),
    day: top.day("day"),
    text: top.string("text", MAX_TEXT),
    state: top.nullable("state", (name) => top.choice(name, STATES)),
    agency: top.nullable("agency", (name) => agency(top.inner(name))),
    history: top.list("history", MAX_HISTORY).map(step),
    attachments: top.list("attachments", MAX_ATTACHMENTS).map(readAttachment),
  };
}

function writeLetter(draft: LetterDraft, attachments: ReportAttachment[]): Bytes {
  const { mailbox, desk, number, language, day, text, state, agency, history } = draft;
  const bytes = utf8(JSON.stringify({
    version: 1, mailbox, desk, number, language, day, text, state, agency, history, attachments,
  }));
  parseLetter(bytes);
  return bytes;
}

function agency(fields: Fields): { name: string; reference: string } {
  return { name: fields.string("name"), reference: fields.string("reference") };
}

function step(value: unknown): Step {
  const fields = new Fields(value, "history");
  return { day: fields.day("day"), state: fields.choice("state", STATES), note: fields.string("note") };
}
