/** Opens packets at the desk, by the age package itself. Never part of what a reporter downloads. */
import { Decrypter } from "age-encryption";
import { hex, sha256 } from "./bytes.ts";
import { MAX_PACKET } from "./limits.ts";
import { PacketError, type OpenedPacket } from "./packet.ts";
import { parseReport } from "./report.ts";
import { readArchive } from "./ustar_read.ts";

/** `identity`: `AGE-SECRET-KEY-PQ-1…` or `AGE-SECRET-KEY-1…`. Throws PacketError and nothing else. */
export async function openPacket(identity: string, bytes: Uint8Array): Promise<OpenedPacket> {
  if (bytes.length > MAX_PACKET) throw new PacketError("packet_limits", "packet");
  return readPlaintext(await decrypt(identity, bytes));
}

async function decrypt(identity: string, bytes: Uint8Array): Promise<Uint8Array> {
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
  const [first, ...files] = readArchive(plaintext);
  const report = parseReport(first?.bytes ?? plaintext);
  const declared = report.attachments.map(({ name }) => `attachments/${name}`);
  if (declared.join("/") !== files.map(({ name }) => name).join("/")) throw new PacketError("packet_attachments");
  const attachments = report.attachments.map(({ name, type }, n) => ({ name, type, bytes: files[n]!.bytes }));
  for (const [n, { bytes }] of attachments.entries()) {
    const { name, bytes: size, sha256: digest } = report.attachments[n]!;
    if (bytes.length !== size || hex(await sha256(bytes)) !== digest) throw new PacketError("packet_attachments", name);
  }
  return { report, attachments };
}
