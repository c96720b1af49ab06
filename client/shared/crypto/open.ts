/** Opens packets at the desk, by the age package itself. Never part of what a reporter downloads. */
import { Decrypter } from "age-encryption";
import { hex, sha256 } from "./bytes.ts";
import { MAX_PACKET } from "./limits.ts";
import { PacketError, type OpenedPacket, type ReportAttachment } from "./packet.ts";
import { parseReport } from "./report.ts";
import { REPORT_NAME } from "./ustar.ts";
import { HANDOVER_NAME, readArchive } from "./ustar_read.ts";

/** `identity`: `AGE-SECRET-KEY-PQ-1…` or `AGE-SECRET-KEY-1…`. Throws PacketError and nothing else. */
export async function openPacket(identity: string, bytes: Uint8Array): Promise<OpenedPacket> {
  if (bytes.length > MAX_PACKET) throw new PacketError("packet_limits", "packet");
  return readPlaintext(await decrypt(identity, bytes));
}

/** The plaintext of an age file. */
export async function decrypt(identity: string, bytes: Uint8Array): Promise<Uint8Array> {
  const opener = new Decrypter();
  try {
    opener.addIdentity(identity);
  } catch {
    throw new PacketError("key_invalid");
  }
  try {
    return await opener.decrypt(bytes);
  } catch (error) {
    const stranger = error instanceof Error && /no identity matched/.test(error.message);
    throw new PacketError(stranger ? "packet_no_key" : "packet_damaged");
  }
}

/** Checks the archive against the report in it. */
export async function readPlaintext(plaintext: Uint8Array): Promise<OpenedPacket> {
  const { first: report, source: reportJson, handover, attachments } = await readFiles(plaintext, REPORT_NAME, parseReport);
  return { report, reportJson, handover, attachments };
}

/** An archive, checked against what its first file declares of the others. */
export async function readFiles<T extends { attachments: ReportAttachment[] }>(
  plaintext: Uint8Array,
  name: string,
  parse: (bytes: Uint8Array) => T,
): Promise<{ first: T; source: Uint8Array; handover: Uint8Array | null; attachments: OpenedPacket["attachments"] }> {
  const [entry, ...rest] = readArchive(plaintext, name);
  const source = entry?.bytes ?? plaintext;
  const first = parse(source);
  const handover = rest[0]?.name === HANDOVER_NAME ? rest[0].bytes : null;
  const files = handover ? rest.slice(1) : rest;
  const declared = first.attachments.map(({ name }) => `attachments/${name}`);
  if (declared.join("|") !== files.map(({ name }) => name).join("|")) throw new PacketError("packet_attachments");
  const attachments = first.attachments.map(({ name, type }, n) => ({ name, type, bytes: files[n]!.bytes }));
  for (const [n, { bytes }] of attachments.entries()) {
    const { name, bytes: size, sha256: digest } = first.attachments[n]!;
    if (bytes.length !== size || hex(await sha256(bytes)) !== digest) throw new PacketError("packet_attachments", name);
  }
  return { first, source, handover, attachments };
}
