/**
 * The archive of an export, written in one pass: what is in it may be more than a phone's memory
 * holds. Whoever lists the files comes last, when all of them have gone by.
 *
 * Normative: `docs/formats/export.md` §2.
 */
import { type Bytes, hex, sha256 } from "../crypto/bytes.ts";
import { paddedSize } from "../crypto/padme.ts";
import { BLOCK, blocks, END, header } from "../crypto/ustar.ts";

export interface Member {
  name: string;
  bytes: Uint8Array;
}

/** A file as the manifest lists it. */
export interface Listed {
  name: string;
  bytes: number;
  sha256: string;
}

/** The archive's bytes in pieces. `closing` makes the last files out of the list of all before. */
export async function* writeArchive(
  members: AsyncIterable<Member>,
  closing: (listed: Listed[]) => Promise<Member[]>,
): AsyncGenerator<Uint8Array> {
  const listed: Listed[] = [];
  let size = 0;
  for await (const member of members) {
    listed.push(await listedOf(member));
    size += sizeOf(member);
    yield* piecesOf(member);
  }
  for (const member of await closing(listed)) {
    size += sizeOf(member);
    yield* piecesOf(member);
  }
  yield* zeros(paddedSize(size + END) - size);
}

const sizeOf = ({ bytes }: Member): number => BLOCK + blocks(bytes.length);

async function listedOf({ name, bytes }: Member): Promise<Listed> {
  return { name, bytes: bytes.length, sha256: hex(await sha256(bytes)) };
}

function piecesOf({ name, bytes }: Member): Uint8Array[] {
  return [header(name, bytes.length), bytes, new Uint8Array(blocks(bytes.length) - bytes.length)];
}

/** Padding grows with the archive, and so is not made in one piece. */
function* zeros(count: number): Generator<Bytes> {
  const piece = new Uint8Array(128 * BLOCK);
  for (let left = count; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
}
