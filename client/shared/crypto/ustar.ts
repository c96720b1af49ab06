/**
 * The archive inside a packet, written: POSIX ustar in exactly one spelling.
 *
 * Normative: `docs/formats/packet.md`, "The archive". GNU tar reads it.
 */
import { utf8, type Bytes } from "./bytes.ts";
import { MAX_PLAINTEXT } from "./limits.ts";
import { PacketError } from "./packet.ts";
import { paddedSize } from "./padme.ts";

export const BLOCK = 512;
export const END = 2 * BLOCK;
export const REPORT_NAME = "report.json";

export interface Entry {
  name: string;
  bytes: Uint8Array;
}

/** Where each field of a header stands, with what every one of ours says there. */
const FIXED: readonly (readonly [number, string])[] = [
  [100, "0000644\0"], // mode
  [108, "0000000\0"], // uid
  [116, "0000000\0"], // gid
  [136, "00000000000\0"], // mtime
  [148, "        "], // the checksum counts itself as spaces
  [156, "0"], // typeflag: a file
  [257, "ustar\0" + "00"], // magic and version
  [329, "0000000\0"], // devmajor
  [337, "0000000\0"], // devminor
];

export const blocks = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/** The 512 bytes before a file of `size` bytes called `name` (ASCII, at most 100). */
export function header(name: string, size: number): Bytes {
  const block = new Uint8Array(BLOCK);
  for (const [at, field] of [[0, name], [124, octal(size, 11)], ...FIXED] as const) block.set(utf8(field), at);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(utf8(octal(sum, 6) + "\0 "), 148);
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

/** The archive with its end mark and padding; the same entries give the same bytes. */
export function writeArchive(entries: Entry[]): Bytes {
  const size = entries.reduce((sum, { bytes }) => sum + BLOCK + blocks(bytes.length), END);
  if (size > MAX_PLAINTEXT) throw new PacketError("packet_limits", "plaintext");
  const archive = new Uint8Array(paddedSize(size));
  let at = 0;
  for (const { name, bytes } of entries) {
    archive.set(header(name, bytes.length), at);
    archive.set(bytes, at + BLOCK);
    at += BLOCK + blocks(bytes.length);
  }
  return archive;
}
