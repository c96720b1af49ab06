/**
 * Which pictures may be shown: only those whose first bytes are of the kind that they claim.
 *
 * Everything else is offered for download, because a browser that guesses a type can be led to
 * run what it was given as a picture.
 */
import { type Kind, sniff } from "../../shared/cleaning/sniff.ts";

const SHOWN = new Map<string, Kind>([
  ["image/jpeg", "jpeg"],
  ["image/png", "png"],
  ["image/webp", "webp"],
  ["image/gif", "gif"],
  ["image/avif", "avif"],
]);

/** True when `type` is a picture type that we show and `bytes` begin as that type does. */
export function showable(type: string, bytes: Uint8Array): boolean {
  return SHOWN.has(type) && SHOWN.get(type) === sniff(bytes);
}
