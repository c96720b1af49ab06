/**
 * `report.json`: written for sealing, and believed by nobody before it passed here.
 *
 * Normative: `docs/formats/packet.md`, "report.json".
 */
import { utf8, type Bytes } from "./bytes.ts";
import { fault, Fields } from "./fields.ts";
import { MAX_ATTACHMENT, MAX_ATTACHMENTS, MAX_RECIPIENT, MAX_REPORT, MAX_TEXT } from "./limits.ts";
import {
  ANSWERS, CATEGORIES, PacketError, REMOVED,
  type Place, type Report, type ReportAttachment, type ReportDraft,
} from "./packet.ts";
import { readRecipient } from "./recipient.ts";

/** Throws PacketError `packet_report`, `packet_version` or `packet_limits` with the field. */
export function parseReport(bytes: Uint8Array): Report {
  if (bytes.length > MAX_REPORT) throw new PacketError("packet_limits", REPORT);
  const top = Fields.parse(bytes);
  if (top.integer("version") !== 1) throw new PacketError("packet_version");
  return {
    version: 1,
    kind: top.choice("kind", ["report", "followup", "cover"]),
    language: top.matching("language", /^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/),
    day: top.day("day"),
    category: top.nullable("category", (name) => top.choice(name, CATEGORIES)),
    text: top.string("text", MAX_TEXT),
    place: place(top.inner("place")),
    when: top.string("when"),
    agency: top.string("agency"),
    accused: top.string("accused"),
    watchpoint: top.nullable("watchpoint", (name) => top.string(name)),
    mailbox: top.nullable("mailbox", (name) => mailbox(top.inner(name))),
    attachments: top.list("attachments", MAX_ATTACHMENTS).map(readAttachment),
    ...top.optional("answer", (name) => ({ answer: top.choice(name, ANSWERS) })),
  };
}

const REPORT = "report.json";

/** The bytes to seal; refuses what a reader would refuse, because nobody could ever open it. */
export function writeReport(draft: ReportDraft, attachments: ReportAttachment[]): Bytes {
  const { kind, language, day, category, text, place, when, agency, accused, watchpoint, mailbox, answer } = draft;
  const bytes = utf8(JSON.stringify({
    version: 1, kind, language, day, category, text, place, when, agency, accused, watchpoint, mailbox, attachments,
    answer: answer ?? undefined,
  }));
  parseReport(bytes);
  return bytes;
}

function place(fields: Fields): Place {
  return {
    province: fields.string("province"),
    district: fields.string("district"),
    tambon: fields.string("tambon"),
    code: fields.matching("code", /^[0-9]{0,6}$/),
    words: fields.string("words"),
  };
}

function mailbox(fields: Fields): { id: string; recipient: string } {
  const recipient = fields.string("recipient", MAX_RECIPIENT);
  try {
    readRecipient(recipient);
  } catch {
    throw fault("mailbox.recipient");
  }
  return { id: fields.matching("id", /^[0-9a-f]{32}$/), recipient };
}

/** What is declared of one attachment, of a report or of a letter. */
export function readAttachment(value: unknown, index: number): ReportAttachment {
  const fields = new Fields(value, "attachments");
  const ordinal = String(index + 1).padStart(2, "0");
  return {
    name: fields.matching("name", new RegExp(`^${ordinal}\\.[a-z0-9]{1,5}$`)),
    type: fields.matching("type", /^[a-z]{1,32}\/[a-z0-9.+-]{1,64}$/),
    bytes: fields.integer("bytes", MAX_ATTACHMENT),
    sha256: fields.matching("sha256", /^[0-9a-f]{64}$/),
    removed: fields.words("removed", REMOVED),
  };
}
