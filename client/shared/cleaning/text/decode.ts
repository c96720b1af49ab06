/**
 * Which letters the bytes of a text stand for: UTF-16 says so itself, UTF-8 proves itself, and
 * what is neither is Thai from an old machine (TIS-620, in Windows' form), if it looks like Thai.
 */
import { le16, u16 } from "../bytes.ts";
import { CleaningError } from "../types.ts";

/** Throws CleaningError("type_unsupported") for what is not text in one of these. */
export function decode(b: Uint8Array): string {
  const text = u16(b, 0) === 0xfeff ? read(b, "utf-16be") : le16(b, 0) === 0xfeff ? read(b, "utf-16le") : eightBit(b);
  if (text === null || text.includes("\0")) throw new CleaningError("type_unsupported");
  return text;
}

function eightBit(b: Uint8Array): string | null {
  return read(b, "utf-8") ?? thai(b);
}

function read(b: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(b);
  } catch {
    return null;
  }
}

/** Nearly all that is not ASCII must be Thai letters; French or Vietnamese bytes are not. */
function thai(b: Uint8Array): string | null {
  const text = read(b, "windows-874");
  const foreign = text?.replace(/[\0-\x7f]/g, "") ?? "";
  const letters = foreign.replace(/[^\u0e01-\u0e5b]/g, "").length;
  const words = text?.match(/[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e40-\u0e4e]/g)?.length ?? 0;
  return letters > 0.95 * foreign.length && words > foreign.length / 20 ? text : null;
}
