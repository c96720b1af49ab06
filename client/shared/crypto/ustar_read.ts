/**
 * The archive inside a packet or a letter, read with distrust.
 *
 * Builds the one header that name and size allow and compares all of it, so that links,
 * directories, odd paths and everything else that tar can say is refused without being named.
 */
import { MAX_ATTACHMENT, MAX_ATTACHMENTS, MAX_HANDOVER, MAX_PLAINTEXT, MAX_REPORT } from "./limits.ts";
import { PacketError } from "./packet.ts";
import { paddedSize } from "./padme.ts";
import { BLOCK, blocks, END, header, REPORT_NAME, type Entry } from "./ustar.ts";

/** Only behind a report: who handed the packet over (docs/formats/handover.md). */
export const HANDOVER_NAME = "handover.json";
const NAME = /^(?:(?:report|letter|handover)\.json|attachments\/[0-9]{2}\.[a-z0-9]{1,5})$/;
const SIZE = /^[0-7]{11}\0$/;

/**
 * The entries in order, as views into `archive`: `first` once and at the beginning, behind a report
 * perhaps who handed it over, then attachments.
 * Throws PacketError and nothing else.
 */
export function readArchive(archive: Uint8Array, first = REPORT_NAME): Entry[] {
  if (archive.length > MAX_PLAINTEXT) throw new PacketError("packet_limits", "plaintext");
  if (paddedSize(archive.length) !== archive.length) throw new PacketError("packet_padding");
  const entries: Entry[] = [];
  let at = 0;
  while (!ends(archive, at)) {
    const entry = readEntry(archive, at);
    at += BLOCK + blocks(entry.bytes.length);
    entries.push(entry);
    const most = MAX_ATTACHMENTS + (entries[1]?.name === HANDOVER_NAME ? 2 : 1);
    if (entries.length > most) throw new PacketError("packet_limits", "attachments");
  }
  const rest = archive.subarray(at);
  if (paddedSize(at + END) !== archive.length || !zero(rest)) throw new PacketError("packet_padding");
  if (!entries.length || !entries.every(({ name }, n) => inPlace(name, n, first))) throw new PacketError("packet_archive");
  return entries;
}

function inPlace(name: string, at: number, first: string): boolean {
  if (at === 0) return name === first;
  return name.includes("/") || (at === 1 && first === REPORT_NAME && name === HANDOVER_NAME);
}

/** The entry at the beginning, which must be `name`; what follows may be missing. Throws as `readArchive` does. */
export function readFirst(archive: Uint8Array, name: string): Entry {
  const entry = readEntry(archive, 0);
  if (entry.name !== name) throw new PacketError("packet_archive");
  return entry;
}

/** What stands before the attachments, when only the archive's beginning is here. Throws as `readArchive` does. */
export function readReport(archive: Uint8Array): { report: Entry; handover: Entry | null } {
  const report = readFirst(archive, REPORT_NAME);
  const at = BLOCK + blocks(report.bytes.length);
  const next = ascii(archive.subarray(at, at + 100)).replace(/\0+$/, "");
  return { report, handover: next === HANDOVER_NAME ? readEntry(archive, at) : null };
}

const zero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

function ends(archive: Uint8Array, at: number): boolean {
  return at + END <= archive.length && zero(archive.subarray(at, at + END));
}

function readEntry(archive: Uint8Array, at: number): Entry {
  const block = archive.subarray(at, at + BLOCK);
  const name = ascii(block.subarray(0, 100)).replace(/\0+$/, "");
  const digits = ascii(block.subarray(124, 136));
  if (!NAME.test(name) || !SIZE.test(digits)) throw new PacketError("packet_archive");
  const size = parseInt(digits, 8);
  const only = header(name, size);
  if (block.length !== BLOCK || !block.every((byte, n) => byte === only[n])) throw new PacketError("packet_archive");
  if (size > mostOf(name)) throw new PacketError("packet_limits", name);
  const from = at + BLOCK;
  const next = from + blocks(size);
  if (next > archive.length || !zero(archive.subarray(from + size, next))) throw new PacketError("packet_archive");
  return { name, bytes: archive.subarray(from, from + size) };
}

function mostOf(name: string): number {
  if (name.includes("/")) return MAX_ATTACHMENT;
  return name === HANDOVER_NAME ? MAX_HANDOVER : MAX_REPORT;
}

/** One character a byte: what is not ASCII matches none of our patterns. */
const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
