/** Seals a report and its files to the desks that may read them: what happens when send is pressed. */
import { sealAge } from "./age_seal.ts";
import { hex, random, sha256 } from "./bytes.ts";
import { MAX_ATTACHMENT, MAX_DESKS } from "./limits.ts";
import {
  PacketError,
  type Attachment, type ReportAttachment, type ReportDraft, type SealedPacket, type SealTo,
} from "./packet.ts";
import { writeReport } from "./report.ts";
import { REPORT_NAME, writeArchive, type Entry } from "./ustar.ts";

/**
 * Throws PacketError: `key_invalid` for a bad recipient, a desk named twice or no desk at all, `packet_limits` and
 * `packet_report` for what no reader would open.
 */
export async function sealPacket(report: ReportDraft, attachments: Attachment[], desks: SealTo[]): Promise<SealedPacket> {
  if (desks.length === 0 || new Set(desks.map((desk) => desk.id)).size < desks.length) {
    throw new PacketError("key_invalid", "desks");
  }
  if (desks.length > MAX_DESKS) throw new PacketError("packet_limits", "desks");
  const plaintext = await writePlaintext(report, attachments);
  const bytes = await sealAge(plaintext, desks.map((desk) => desk.recipient));
  plaintext.fill(0);
  return {
    id: hex(random(16)),
    sha256: hex(await sha256(bytes)),
    bytes,
    desks: desks.map((desk) => desk.id),
    day: report.day,
  };
}

/** The padded archive; the same input gives the same bytes. */
export function writePlaintext(report: ReportDraft, attachments: Attachment[]): Promise<Uint8Array> {
  return writeFiles(REPORT_NAME, (facts) => writeReport(report, facts), attachments);
}

/** An archive of attachments, after the file that declares them. */
export async function writeFiles(
  name: string,
  write: (facts: ReportAttachment[]) => Uint8Array,
  attachments: Attachment[],
): Promise<Uint8Array> {
  const facts = await Promise.all(attachments.map(describe));
  const files = facts.map(({ name }, n): Entry => ({ name: `attachments/${name}`, bytes: attachments[n]!.bytes }));
  return writeArchive([{ name, bytes: write(facts) }, ...files]);
}

async function describe(file: Attachment, index: number): Promise<ReportAttachment> {
  const { type, extension, bytes, removed } = file;
  const name = `${String(index + 1).padStart(2, "0")}.${extension}`;
  if (bytes.length > MAX_ATTACHMENT) throw new PacketError("packet_limits", name);
  return { name, type, bytes: bytes.length, sha256: hex(await sha256(bytes)), removed };
}
