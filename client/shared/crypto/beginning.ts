/**
 * Opens only the report of a packet, from the packet's beginning: the archive has it first, and age
 * seals in chunks that are opened in their order. A list of cases needs no photos.
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { Decrypter } from "age-encryption";
import { concat, type Bytes } from "./bytes.ts";
import { hkdf } from "./kdf.ts";
import { PacketError, type Report } from "./packet.ts";
import { parseReport } from "./report.ts";
import { readReport } from "./ustar_read.ts";

/** Bytes of any packet that hold the whole of its report: a header to 16 desks takes 26 KiB, the report two chunks. */
export const BEGINNING = 256 * 1024;

const CHUNK = 64 * 1024 + 16;
const NONCE = 16;
/** The largest report and what may say who handed it over, with their headers, are just shorter than this. */
const CHUNKS = 2;

/** What comes before the attachments; the files as they are, for whoever checks who handed them over. */
export interface OpenedBeginning {
  report: Report;
  reportJson: Uint8Array;
  handover: Uint8Array | null;
}

/** The report alone; throws PacketError and nothing else. */
export const openReport = async (identity: string, beginning: Uint8Array, size: number): Promise<Report> =>
  (await openBeginning(identity, beginning, size)).report;

/**
 * The report in a packet of `size` bytes that starts with `beginning`. Each chunk is authentic by
 * itself; nothing is said about what comes after them. Throws PacketError and nothing else.
 */
export async function openBeginning(identity: string, beginning: Uint8Array, size: number): Promise<OpenedBeginning> {
  const at = payloadAt(beginning);
  const fileKey = await unwrap(identity, beginning.subarray(0, at));
  const key = await hkdf(fileKey, beginning.slice(at, at + NONCE), "payload");
  const { report, handover } = readReport(openChunks(key, beginning.subarray(at + NONCE), size - at - NONCE));
  return { report: parseReport(report.bytes), reportJson: report.bytes, handover: handover?.bytes ?? null };
}

/** Where the header ends: after the line that begins with three dashes. */
function payloadAt(bytes: Uint8Array): number {
  const DASHES = [10, 45, 45, 45, 32];
  const mac = bytes.findIndex((_, n) => DASHES.every((byte, k) => bytes[n + k] === byte));
  const end = mac < 0 ? -1 : bytes.indexOf(10, mac + DASHES.length);
  if (end < 0 || end + 1 + NONCE > bytes.length) throw new PacketError("packet_damaged");
  return end + 1;
}

async function unwrap(identity: string, header: Uint8Array): Promise<Bytes> {
  const opener = new Decrypter();
  try {
    opener.addIdentity(identity);
  } catch {
    throw new PacketError("key_invalid");
  }
  try {
    return new Uint8Array(await opener.decryptHeader(header));
  } catch (error) {
    const stranger = error instanceof Error && /no identity matched/.test(error.message);
    throw new PacketError(stranger ? "packet_no_key" : "packet_damaged");
  }
}

/** The first chunks, of a payload of `size` bytes in all. */
function openChunks(key: Bytes, sealed: Uint8Array, size: number): Bytes {
  const opened: Uint8Array[] = [];
  for (let n = 0; n < CHUNKS && n * CHUNK < size; n++) {
    const end = Math.min((n + 1) * CHUNK, size);
    if (end > sealed.length) throw new PacketError("packet_damaged");
    const nonce = new Uint8Array(12);
    nonce[10] = n;
    nonce[11] = end === size ? 1 : 0;
    try {
      opened.push(chacha20poly1305(key, nonce).decrypt(sealed.subarray(n * CHUNK, end)));
    } catch {
      throw new PacketError("packet_damaged");
    }
  }
  return concat(...opened);
}
