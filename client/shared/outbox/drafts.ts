/** Drafts: saved every second while somebody writes, so each photo is encrypted and written once only. */
import { fromUtf8, hex, random, utf8 } from "../crypto/bytes.ts";
import type { Attachment } from "../crypto/packet.ts";
import type { Connection } from "./connection.ts";
import { currentKey, decrypt, encrypt, keyForWriting } from "./draft_key.ts";
import type { Transaction } from "./database.ts";
import type { DraftRow } from "./schema.ts";
import type { DraftContent, KeyHolder } from "./types.ts";

/** What a draft says about a file; its bytes are a row of their own. */
type FileFacts = Omit<Attachment, "bytes">;
interface DraftFacts {
  fields: DraftContent["fields"];
  attachments: FileFacts[];
}

export class Drafts {
  private connection: Connection;
  private holder: KeyHolder;
  private rows = new WeakMap<Uint8Array, string>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection, holder: KeyHolder) {
    this.connection = connection;
    this.holder = holder;
  }

  /** Saves follow one another, so that an older state never overwrites a newer one. */
  save(id: string, content: DraftContent): Promise<void> {
    const saved = this.turn.then(() => this.write(id, content));
    this.turn = saved.catch(() => undefined);
    return saved;
  }

  private async write(id: string, content: DraftContent): Promise<void> {
    const key = await keyForWriting(this.holder);
    const fresh = new Map<string, Uint8Array>();
    const files: string[] = [];
    for (const { bytes } of content.attachments) {
      const row = this.rows.get(bytes) ?? hex(random(16));
      if (!this.rows.has(bytes)) fresh.set(row, await encrypt(key, row, bytes));
      files.push(row);
    }
    const attachments = content.attachments.map(({ type, extension, removed }) => ({ type, extension, removed }));
    const facts = utf8(JSON.stringify({ fields: content.fields, attachments }));
    const row = { id, files, sealed: await encrypt(key, id, facts) };
    await this.connection.run(["drafts", "files"], "readwrite", (tx) => replace(tx, row, fresh));
    content.attachments.forEach(({ bytes }, n) => this.rows.set(bytes, files[n] ?? ""));
  }

  async load(id: string): Promise<DraftContent | null> {
    const key = await currentKey(this.holder);
    const found = await this.connection.run(["drafts", "files"], "readonly", (tx) => read(tx, id));
    if (!key || !found) return null;
    try {
      const facts = JSON.parse(fromUtf8(await decrypt(key, id, found.row.sealed))) as DraftFacts;
      const attachments = await Promise.all(facts.attachments.map(async (file, n) => {
        const bytes = await decrypt(key, found.row.files[n] ?? "", found.files[n] ?? new Uint8Array());
        this.rows.set(bytes, found.row.files[n] ?? "");
        return { ...file, bytes };
      }));
      return { fields: facts.fields, attachments };
    } catch {
      return null; // Another tab's key: to this one the draft is noise.
    }
  }

  async discard(id: string): Promise<void> {
    await this.turn;
    await this.connection.run(["drafts", "files"], "readwrite", (tx) => erase(tx, id));
    this.forget();
  }

  /** Waits for a save under way: it would bring back a draft that is being deleted. */
  async settled(): Promise<void> {
    await this.turn;
  }

  /** The rows of files are gone: files of theirs must be written anew. */
  forget(): void {
    this.rows = new WeakMap();
  }
}

/** Tabs that died leave drafts that nobody can read; beyond this many the oldest make room. */
const KEPT = 8;

async function replace(tx: Transaction, row: Omit<DraftRow, "order">, fresh: Map<string, Uint8Array>): Promise<void> {
  const all = (await tx.objectStore("drafts").getAll()).sort((a, b) => b.order - a.order);
  const before = all.find(({ id }) => id === row.id);
  const order = before?.order ?? (all[0]?.order ?? 0) + 1;
  const files = tx.objectStore("files");
  for (const { id } of before ? [] : all.slice(KEPT - 1)) await erase(tx, id);
  const gone = (before?.files ?? []).filter((file) => !row.files.includes(file));
  await Promise.all([
    tx.objectStore("drafts").put({ ...row, order }),
    ...Array.from(fresh, ([name, bytes]) => files.put(bytes, name)),
    ...gone.map((file) => files.delete(file)),
  ]);
}

async function read(tx: Transaction, id: string): Promise<{ row: DraftRow; files: (Uint8Array | undefined)[] } | null> {
  const row = await tx.objectStore("drafts").get(id);
  if (!row) return null;
  return { row, files: await Promise.all(row.files.map((file) => tx.objectStore("files").get(file))) };
}

/** Deletes a draft with its files, inside whatever transaction wants it gone. */
export async function erase(tx: Transaction, id: string): Promise<void> {
  const row = await tx.objectStore("drafts").get(id);
  await Promise.all((row?.files ?? []).map((file) => tx.objectStore("files").delete(file)));
  await tx.objectStore("drafts").delete(id);
}
