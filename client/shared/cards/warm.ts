/** Snapshots, sealed and opened: kept in pieces, because no database likes one value of forty megabytes. */
import { type Bytes, concat, hex, random } from "../crypto/bytes.ts";
import type { Book } from "./book.ts";
import { BlockRefused, openBytes, sealBytes } from "./codec.ts";
import type { CardKey } from "./key.ts";
import { dump, restore, type Standpoint } from "./snapshot.ts";
import type { SealedSnapshot } from "./store.ts";

const PIECE = 8 * 1024 * 1024;
/** Binds each piece to its place in this one snapshot. */
const whatOf = (id: string, n: number, all: number): string => `\nsnapshot\n${id}\n${n}\n${all}`;

export async function sealSnapshot(key: CardKey, book: Book, standpoint: Standpoint): Promise<SealedSnapshot> {
  const whole = concat(...dump(book, standpoint));
  const id = hex(random(16));
  const count = Math.ceil(whole.length / PIECE);
  const pieces: Bytes[] = [];
  for (let n = 0; n < count; n++) {
    pieces.push(await sealBytes(key, whole.subarray(n * PIECE, (n + 1) * PIECE), whatOf(id, n, count)));
  }
  return { key: key.fingerprint, id, pieces };
}

/** Null for one that does not open, or that another version of the code left here. */
export async function openSnapshot(key: CardKey | undefined, { id, pieces }: SealedSnapshot): Promise<ReturnType<typeof restore>> {
  if (!key) return null;
  try {
    const opened = await Promise.all(pieces.map((file, n) => openBytes(key, file, whatOf(id, n, pieces.length))));
    return restore(concat(...opened).buffer);
  } catch (error) {
    if (error instanceof BlockRefused) return null;
    throw error;
  }
}
