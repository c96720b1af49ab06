/**
 * The checksum of PNG chunks (W3C PNG 3rd edition §5.5, ISO 3309).
 */
const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(b: Uint8Array, from: number, to: number): number {
  let crc = -1;
  for (let at = from; at < to; at++) crc = (crc >>> 8) ^ (TABLE[(crc ^ (b[at] ?? 0)) & 255] ?? 0);
  return ~crc >>> 0;
}
