/**
 * Deflated data read strictly: a header, one run of blocks, the checksum, and not a byte more.
 */
import { unzlibSync } from "fflate";
import { fail } from "./canonical.ts";

export function inflateExact(data: Uint8Array): Uint8Array {
  if (data[0] !== 0x78) fail();
  const bytes = inflated(data);
  const sum = adler(bytes);
  const end = data.length - 4;
  if ([24, 16, 8, 0].some((shift, i) => data[end + i] !== ((sum >>> shift) & 255))) fail();
  return bytes;
}

function inflated(data: Uint8Array): Uint8Array {
  try {
    return unzlibSync(data);
  } catch {
    return fail();
  }
}

/** RFC 1950 §9. */
function adler(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; ) {
    for (const end = Math.min(at + 3800, bytes.length); at < end; at++) b += a += bytes[at]!;
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
