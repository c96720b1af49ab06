/**
 * The archive inside a packet or a letter, read with distrust.
 *
 * Builds the one header that name and size allow and compares all of it, so that links,
 * directories, odd paths and everything else that tar can say is refused without being named.
 */
import { MAX_ATTACHMENT, MAX_ATTACHMENTS, MAX_PLAINTEXT, MAX_REPORT } from "./limits.ts";
import { PacketError } from "./packet.ts";
import { paddedSize } from "./padme.ts";
import { BLOCK, blocks, END, header, REPORT_NAME, type Entry } from "./ustar.ts";

const NAME = /^(?:(?:report|letter)\.json|attachments\/[0-9]{2}\.[a-z0-9]{1,5})$/;
const SIZE = /^[0-7]{11}\0$/;

/**
 * The entries in order, as views into `archive`: `first` once and at the beginning, then attachments.
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
    if (entries.length > 1 + MAX_ATTACHMENTS) throw new PacketError("packet_limits", "attachments");
  }
  const rest = archive.subarray(at);
  if (paddedSize(at + END) !== archive.length || !zero(rest)) throw new PacketError("packet_padding");
  if (!entries.length || !entries.every(({ name }, n) => (n === 0 ? name === first : name.includes("/")))) {
    throw new PacketError("packet_archive");
  }
  return entries;
}

/** The entry at the beginning, which must be `name`; what follows may be missing. Throws as `readArchive` does. */
export function readFirst(archive: Uint8Array, name: string): Entry {
  const entry = readEntry(archive, 0);
  if (entry.name !== name) throw new PacketError("packet_archive");
  return entry;
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
  if (size > (name.includes("/") ? MAX_ATTACHMENT : MAX_REPORT)) throw new PacketError("packet_limits", name);
  const from = at + BLOCK;
  const next = from + blocks(size);
  if (next > archive.length || !zero(archive.subarray(from + size, next))) throw new PacketError("packet_archive");
  return { name, bytes: archive.subarray(from, from + size) };
}

/** One character a byte: what is not ASCII matches none of our patterns. */
const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
