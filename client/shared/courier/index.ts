/**
 * A sealed packet as a file that other people can carry, and such a file read back.
 *
 * Normative: `docs/formats/courier.md`. What is read comes from strangers.
 */
import { concat, fromUtf8, hex, sha256, utf8, type Bytes } from "../crypto/bytes.ts";

export const ENDING = ".hhp";
export const TYPE = "application/vnd.hinghoi.courier";
/** The largest packet of the format, and the longest header. */
export const MAX_FILE = 129 * 1024 * 1024 + 1024;

const HEADER_LIMIT = 1024;
const LF = 10;
const MAGIC = utf8("hinghoi-courier/");
const HEADER = /^hinghoi-courier\/1 ([0-9a-f]{64}) ([a-z0-9][a-z0-9-]{0,39}(?:,[a-z0-9][a-z0-9-]{0,39}){0,15})$/;
const AGE = utf8("age-encryption.org/v1\n");

/** What a courier knows of a packet; `sha256` in hex. */
export interface Carried {
  sha256: string;
  desks: string[];
  bytes: Bytes;
}

/** `courier_malformed`: no such file. `courier_damaged`: it was one, and lost or changed bytes. */
export class CourierError extends Error {
  override name = "CourierError";
  code: "courier_malformed" | "courier_damaged";
  constructor(code: CourierError["code"]) {
    super(code);
    this.code = code;
  }
}

export function wrap({ sha256: digest, desks, bytes }: { sha256: string; desks: string[]; bytes: Uint8Array }): Bytes {
  return concat(utf8(`hinghoi-courier/1 ${digest} ${desks.join(",")}\n`), bytes);
}

/** A name that says nothing but which program made it. */
export const fileName = (digest: string): string => `hinghoi-${digest.slice(0, 8)}${ENDING}`;

/** Whether these first bytes claim to be a courier file; `unwrap` judges. */
export const looksCarried = (start: Uint8Array): boolean => startsWith(start, MAGIC);

/** Whether these first bytes are an age file's, as every packet's are. */
export const looksSealed = (start: Uint8Array): boolean => startsWith(start, AGE);

/** Throws CourierError. */
export async function unwrap(file: Uint8Array): Promise<Carried> {
  const end = file.subarray(0, HEADER_LIMIT).indexOf(LF);
  if (file.length > MAX_FILE || end < 0) throw new CourierError("courier_malformed");
  const [, digest = "", list = ""] = HEADER.exec(text(file.subarray(0, end))) ?? [];
  const desks = list.split(",");
  if (!digest || new Set(desks).size < desks.length) throw new CourierError("courier_malformed");
  const bytes = file.slice(end + 1);
  if (hex(await sha256(bytes)) !== digest) throw new CourierError("courier_damaged");
  if (!looksSealed(bytes)) throw new CourierError("courier_malformed");
  return { sha256: digest, desks, bytes };
}

const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean => start.every((byte, n) => bytes[n] === byte);

function text(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return "";
  }
}
