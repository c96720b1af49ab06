/**
 * Receipt codes on this phone: there only when the reporter asked for it, in the clear, and told so.
 *
 * Each is a file of its own in the Cache Storage. A database is no place for what is to be gone one
 * day: Chromium's keeps what was deleted (`docs/adr/0034-kept-codes-are-files.md`).
 */
import { hex, random } from "../crypto/bytes.ts";
import { Connection } from "./connection.ts";

/** The one cache that is no copy of anything: `room.ts` never makes room of it. */
const CACHE = "codes";

/** Digits of codes, in the order of their digits. Throws where nothing can be kept. */
export async function keptCodes(): Promise<string[]> {
  await moveOlder();
  return (await kept()).map(([code]) => code).sort();
}

/** The file's name tells nothing: Firefox keeps names in a database. */
export async function keepCode(code: string): Promise<void> {
  if ((await kept()).some(([other]) => other === code)) return;
  const cache = await caches.open(CACHE);
  await cache.put(`/${hex(random(16))}`, new Response(code));
}

export async function forgetCode(code: string): Promise<void> {
  await moveOlder();
  const cache = await caches.open(CACHE);
  for (const [other, file] of await kept()) if (other === code) await cache.delete(file);
}

async function kept(): Promise<[string, Request][]> {
  if (!(await caches.has(CACHE))) return [];
  const cache = await caches.open(CACHE);
  return Promise.all((await cache.keys()).map(async (file) => [(await (await cache.match(file))?.text()) ?? "", file]));
}

/** What earlier versions kept in the database goes from there once it is here. */
async function moveOlder(): Promise<void> {
  const connection = new Connection();
  try {
    await connection.open();
    const older = await connection.run(["codes"], "readonly", (tx) => tx.objectStore("codes").getAll());
    for (const code of older) {
      await keepCode(code);
      await connection.run(["codes"], "readwrite", (tx) => tx.objectStore("codes").delete(code));
    }
  } catch {
    // No database holds none; what could not be moved stays for the next time.
  } finally {
    connection.close();
  }
}
