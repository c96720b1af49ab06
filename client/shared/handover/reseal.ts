/**
 * Seals an opened packet anew, to another desk: a new age file with keys of its own, so that nobody who
 * sees both can tell that they hold the same. Report and files stay byte for byte what a phone sealed.
 */
import { sealAge } from "../crypto/age_seal.ts";
import { hex, sha256 } from "../crypto/bytes.ts";
import type { OpenedPacket, SealedPacket } from "../crypto/packet.ts";
import { REPORT_NAME, writeArchive } from "../crypto/ustar.ts";
import { HANDOVER_NAME } from "../crypto/ustar_read.ts";

/** Throws PacketError `packet_limits` when it gets too large, `key_invalid` for a desk without a sound key. */
export async function reseal(
  { reportJson, attachments }: OpenedPacket,
  handover: Uint8Array,
  to: { id: string; recipient: string },
  about: { id: string; day: string },
): Promise<SealedPacket> {
  const files = attachments.map(({ name, bytes }) => ({ name: `attachments/${name}`, bytes }));
  const plaintext = writeArchive([{ name: REPORT_NAME, bytes: reportJson }, { name: HANDOVER_NAME, bytes: handover }, ...files]);
  const bytes = await sealAge(plaintext, [to.recipient]);
  plaintext.fill(0);
  return { ...about, sha256: hex(await sha256(bytes)), bytes, desks: [to.id] };
}
