/** The desk key as it is kept and handed on: one age file for each holder, desk-keys.md §2. */
import type { Bytes } from "../crypto/bytes.ts";
import { openKeyFile, recipientOf, sealKeyFile } from "../crypto/key_file.ts";

/** A wrapped desk key that this identity does not open, or that holds something else. */
export class DeskKeyRefused extends Error {
  readonly code = "desk_key_refused";
}

const SHAPE = /^(AGE-SECRET-KEY-PQ-1[0-9A-Z]+)\n$/;

/** An age file with the desk key in it, to the holder's recipient. */
export function wrapDeskKey(deskKey: string, holder: string): Promise<Bytes> {
  return sealKeyFile(`${deskKey}\n`, holder);
}

/** The desk key out of `file`; throws DeskKeyRefused unless it is the key of `recipient`. */
export async function deskKeyFor(recipient: string, file: Uint8Array, holder: string): Promise<string> {
  const plain = await openKeyFile(file, holder).catch(() => "");
  const deskKey = SHAPE.exec(plain)?.[1];
  if (!deskKey || (await recipientOf(deskKey)) !== recipient) {
    throw new DeskKeyRefused("this file does not hold the desk's key");
  }
  return deskKey;
}
