/**
 * Bytes of an XML part as a string: UTF-8, or UTF-16 with its mark, as the package formats allow.
 */
import { le16, u16 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { MAX_XML } from "../limits.ts";

/** Line ends are what XML 1.0 §2.11 makes of them. Throws CleaningError. */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes.length > MAX_XML) throw new CleaningError("too_large");
  const label = u16(bytes, 0) === 0xfeff ? "utf-16be" : le16(bytes, 0) === 0xfeff ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  } catch {
    throw new CleaningError("broken");
  }
}
