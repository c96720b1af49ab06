/** Text files as text: the letters that the bytes stand for, as many as anybody will read. */
import { decode } from "../cleaning/text/decode.ts";
import { CleaningError } from "../cleaning/types.ts";
import { MOST_TEXT, Pieces, type Text } from "./pieces.ts";

const MAX_BYTES = 16 << 20;

/** Throws CleaningError: `too_large`, or `type_unsupported` for what is not text. */
export function seeText(bytes: Uint8Array): Text {
  if (bytes.length > MAX_BYTES) throw new CleaningError("too_large");
  const pieces = new Pieces();
  const all = decode(bytes).replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  pieces.add(all.slice(0, MOST_TEXT + 1));
  return pieces.text();
}
