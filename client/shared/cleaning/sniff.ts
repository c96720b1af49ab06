/**
 * A file is what its bytes say: phones hand over photos without a name or with a wrong type.
 */
import { latin } from "./bytes.ts";

export type Kind = "jpeg" | "png" | "webp";

/** The kind of picture, or null when it is none that a canvas can re-encode here. */
export function sniff(b: Uint8Array): Kind | null {
  const head = latin(b, 0, 12);
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  return /^RIFF[^]{4}WEBP/.test(head) ? "webp" : null;
}
