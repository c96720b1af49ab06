/**
 * What a packet is made of, and the one error that sealing and opening may throw.
 *
 * Normative: `docs/formats/packet.md`. The codes are those of `webapp/errors.py`, so that both
 * languages refuse the same file with the same word.
 */
export { localDay } from "./day.ts";

export const REMOVED = ["gps", "device", "time", "author", "thumbnail", "text", "profile", "other"] as const;
export type Removed = (typeof REMOVED)[number];

export const CATEGORIES = [
  "procurement", "construction", "fund", "welfare", "bribe", "land", "school", "other",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What a reporter says of what became of a case. */
export const ANSWERS = ["confirmed", "reopen"] as const;
export type Answer = (typeof ANSWERS)[number];

/** Where it happened; any of them may be "". `code` is the tambon's six-digit code. */
export interface Place {
  province: string;
  district: string;
  tambon: string;
  code: string;
  words: string;
}

/** What the reporter wrote: everything of `report.json` that sealing does not work out itself. */
export interface ReportDraft {
  /** `cover`: empty, sent so that fewer of those that are seen are real. */
  kind: "report" | "followup" | "cover";
  language: string;
  /** `YYYY-MM-DD`, the phone's own calendar day. */
  day: string;
  category: Category | null;
  text: string;
  place: Place;
  when: string;
  agency: string;
  accused: string;
  watchpoint: string | null;
  mailbox: { id: string; recipient: string } | null;
  /** Only in a follow-up that answers; absent otherwise. */
  answer?: Answer;
}

export interface ReportAttachment {
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  removed: string[];
}

/** `report.json`, version 1. */
export interface Report extends ReportDraft {
  version: 1;
  attachments: ReportAttachment[];
}

/** A cleaned file on its way into a packet; `extension` without the dot, as in "jpg". */
export interface Attachment {
  type: string;
  extension: string;
  bytes: Uint8Array;
  removed: string[];
}

/** A desk as sealing sees it. */
export interface SealTo {
  id: string;
  recipient: string;
}

/** One sealed packet: `id` 32 hex digits, `sha256` of the whole ciphertext in hex. */
export interface SealedPacket {
  id: string;
  sha256: string;
  bytes: Uint8Array;
  desks: string[];
  day: string;
  /** It came from somebody else's phone. */
  carried?: boolean;
  /** There is nothing in it. */
  cover?: boolean;
}

export interface OpenedPacket {
  report: Report;
  /** `report.json` as it was sealed. */
  reportJson: Uint8Array;
  /** Who handed it over, unread: `docs/formats/handover.md`. */
  handover: Uint8Array | null;
  attachments: { name: string; type: string; bytes: Uint8Array }[];
}

export type PacketErrorCode =
  | "key_invalid"
  | "packet_no_key"
  | "packet_damaged"
  | "packet_padding"
  | "packet_archive"
  | "packet_report"
  | "packet_version"
  | "packet_attachments"
  | "packet_limits";

/** A packet that cannot be made or must not be opened; `field` names the part at fault, "" for none. */
export class PacketError extends Error {
  override name = "PacketError";
  code: PacketErrorCode;
  field: string;
  constructor(code: PacketErrorCode, field = "") {
    super(field ? `${code}: ${field}` : code);
    this.code = code;
    this.field = field;
  }
}
