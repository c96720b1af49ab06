/** A report, files and desks of the kind that tests need; keys made anew for each run. */
import { generateHybridIdentity, identityToRecipient } from "age-encryption";
import type { Attachment, ReportDraft, SealTo } from "../../../client/shared/crypto/packet.ts";

export const report: ReportDraft = {
  kind: "report",
  language: "th",
  day: "2026-11-21",
  category: "construction",
  text: "ถนนสร้างแล้วพัง 🛣️",
  place: { province: "น่าน", district: "ปัว", tambon: "แงง", code: "550505", words: "" },
  when: "",
  agency: "",
  accused: "",
  watchpoint: null,
  mailbox: null,
};

export function photo(length: number): Attachment {
  const bytes = Uint8Array.from({ length }, (_, n) => (n * 31) & 255);
  return { type: "image/jpeg", extension: "jpg", bytes, removed: ["gps"] };
}

export interface KeptDesk extends SealTo {
  identity: string;
}

export async function desk(id = "demo"): Promise<KeptDesk> {
  const identity = await generateHybridIdentity();
  return { id, identity, recipient: await identityToRecipient(identity) };
}
