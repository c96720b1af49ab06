/**
 * A desk's cases on this device: out of the cache at once, then whatever changed since, for ever.
 *
 * The server's cursor says what is new. Blocks are kept as they came, sealed; rows of workflow are
 * sealed here before they are kept, so that a lost device tells nothing at all.
 */
import type { Bytes } from "../crypto/bytes.ts";
import { Book } from "./book.ts";
import type { Card } from "./card.ts";
import { BlockRefused, openBlock, openList, ROWS, sealBlock, sealList, VIEWS } from "./codec.ts";
import type { Workflow } from "./entry.ts";
import type { Known } from "./compaction.ts";
import { gather } from "./gathering.ts";
import type { CardKey } from "./key.ts";
import { type NoteName, openNote, type SealedNote, sealNote } from "./notes.ts";
import { memory, NOTHING, type Round, type Sealed, type Store } from "./store.ts";
import { openSnapshot, sealSnapshot } from "./warm.ts";
import { type Announced, type Changes, readRow } from "./wire.ts";

export interface Server {
  changes(after: number): Promise<Changes>;
  /** Null when it was put into another block in the meantime. */
  block(number: number): Promise<Bytes | null>;
}

/** What is posted to the server: one card, or a block in the place of others. */
export interface Posted {
  key: string;
  count: number;
  file: Bytes;
}

/** Few enough for a phone's memory, enough that neither network nor decryption waits. */
const AT_ONCE = 12;
const TRIES = 5;
/** A snapshot pays from so many cases on, and is made anew after so many changes of a thousand. */
const WORTH = 500;
const STALE = 20 / 1000;

export class Cases {
  book = new Book();
  /** Blocks that did not open: under keys that this moderator does not have, mostly. */
  readonly refused = new Set<number>();
  /** Packets that are in no case. */
  waiting = 0;
  #keys: ReadonlyMap<string, CardKey>;
  #newest: CardKey;
  #store: Store;
  /** What the store has no room for. */
  #spare = memory();
  #server: Server;
  #after = 0;
  #known = new Map<number, Known>();
  /** `book.changes` and `book.forgotten` when the snapshot on this device was made; null without one. */
  #kept: { changes: number; forgotten: number } | null = null;

  /** `keys`: the newest last. */
  constructor(keys: readonly CardKey[], store: Store, server: Server) {
    this.#keys = new Map(keys.map((key) => [key.fingerprint, key]));
    this.#newest = keys.at(-1)!;
    this.#store = store;
    this.#server = server;
  }

  /** What this device has; `tell` is called whenever there is more to see. */
  async load(tell: () => void = () => undefined): Promise<void> {
    await this.#restore();
    const { blocks, rows, after } = await this.#store.load(this.#after).catch(() => NOTHING);
    this.#after = Math.max(this.#after, after);
    for (const row of rows) await this.#follow(row);
    // The newest cases are in the last blocks.
    for (const some of slices(newestFirst(blocks), AT_ONCE)) {
      await this.#take(some);
      tell();
    }
    // Whoever has the old key may have sealed them anew since.
    for (const number of this.refused) {
      this.#after = Math.min(this.#after, number - 1);
      this.#known.delete(number);
    }
  }

  /** What lay in memory when the snapshot was made, if there is one that opens. */
  async #restore(): Promise<void> {
    const sealed = await this.#store.snapshot().catch(() => null);
    const found = sealed && (await openSnapshot(this.#keys.get(sealed.key), sealed));
    if (!found) return;
    const { after, known, refused } = found.standpoint;
    this.book = found.book;
    this.#kept = { changes: 0, forgotten: 0 };
    this.#after = after;
    for (const block of known) this.#known.set(block.number, block);
    for (const number of refused) this.refused.add(number);
  }

  /** Makes a snapshot when much has changed since the last one, or something in it must be forgotten. */
  async rest(): Promise<void> {
    const { changes, forgotten, size } = this.book;
    const kept = this.#kept;
    if (kept ? forgotten === kept.forgotten && changes - kept.changes < size * STALE : size < WORTH) return;
    const standpoint = { after: this.#after, known: [...this.#known.values()], refused: [...this.refused] };
    await this.#store.keepSnapshot(await sealSnapshot(this.#newest, this.book, standpoint));
    this.#kept = { changes, forgotten };
  }

  /** Gets everything that changed since the last time; whether anything did. */
  async pull(tell: () => void = () => undefined): Promise<boolean> {
    let changed = false;
    for (let tries = 0, more = true; more; ) {
      const round = await this.#server.changes(this.#after);
      if (this.book.size === 0) this.book.follow(round.cases);
      const whole = await this.#fetch(round.blocks.filter((block) => this.#lacks(block)), round.cases, tell);
      if (!whole && ++tries < TRIES) continue;
      if (!whole) this.book.follow(round.cases);
      changed ||= round.cases.length + round.blocks.length > 0 || round.waiting !== this.waiting;
      this.waiting = round.waiting;
      await this.#finish(round);
      more = round.more;
    }
    return changed;
  }

  /** The whole card of a case; null when there is none that opens. */
  async card(id: string): Promise<Card | null> {
    const from = this.book.entry(id)?.block || Infinity;
    // Another tab may have gathered blocks: what was in one is then in the next that is left.
    for (const number of [...this.#known.keys()].sort((a, b) => a - b).filter((one) => one >= from)) {
      const sealed = await this.#sealed(number);
      if (!sealed) continue;
      const mine = (await this.#open(sealed)).filter((card) => card.case === id);
      return mine.sort((a, b) => b.version - a.version)[0] ?? null;
    }
    return null;
  }

  /** The same of many cases; each block is opened once. */
  async cards(ids: readonly string[]): Promise<Map<string, Card>> {
    const wanted = new Set(ids);
    const numbers = new Set(ids.flatMap((id) => this.book.entry(id)?.block || []));
    const found = new Map<string, Card>();
    for (const number of numbers) {
      const sealed = await this.#sealed(number);
      for (const card of sealed ? await this.#open(sealed) : []) {
        if (wanted.has(card.case) && card.version > (found.get(card.case)?.version ?? 0)) found.set(card.case, card);
      }
    }
    return found;
  }

  /** Cards sealed under the desk's key of now. */
  async seal(cards: readonly Card[]): Promise<Posted> {
    return { key: this.#newest.fingerprint, count: cards.length, file: await sealBlock(this.#newest, cards) };
  }

  /** One of the desk's other lists, sealed for all its members: see notes.ts. */
  sealNote = (name: NoteName, list: readonly object[]): Promise<SealedNote> => sealNote(this.#newest, name, list);
  openNote = (name: NoteName, note: SealedNote): Promise<object[]> => openNote(this.#keys, name, note);

  /** What was kept with `keepViews` on this device. */
  async views(): Promise<object[]> {
    const kept = (await this.#store.views().catch(() => null)) ?? (await this.#spare.views());
    const key = kept && this.#keys.get(kept.key);
    return key ? openList(key, kept.file, VIEWS).catch(() => []) : [];
  }

  async keepViews(views: readonly object[]): Promise<void> {
    const sealed = { key: this.#newest.fingerprint, file: await sealList(this.#newest, views, VIEWS) };
    await this.#store.keepViews(sealed).catch(() => this.#spare.keepViews(sealed));
  }

  /** A block that could stand for many small ones, or null while there are few. */
  async compact(): Promise<(Posted & { replaces: number[] }) | null> {
    const found = await gather({
      book: this.book,
      newest: this.#newest.fingerprint,
      known: [...this.#known.values()],
      isRefused: (number) => this.refused.has(number),
      sealed: (number) => this.#sealed(number),
      open: (sealed) => this.#open(sealed),
      isOnServer: async (number) => (await this.#server.block(number)) !== null,
      drop: (number) => this.#drop(number),
    });
    return found && { replaces: found.replaces, ...(await this.seal(found.cards)) };
  }

  async #drop(number: number): Promise<void> {
    this.#known.delete(number);
    await this.#store.drop(number).catch(() => undefined);
    await this.#spare.drop(number);
  }

  /** The server took `block` in the place of those; or it said that they are others by now, for null. */
  async compacted(replaces: readonly number[], block: Posted | null): Promise<void> {
    for (const number of replaces) this.#known.delete(number);
    if (!block) return void (this.#after = Math.min(this.#after, Math.min(...replaces) - 1));
    const number = Math.max(...replaces);
    const sealed = { number, ...block };
    await this.#store.gather("blocks", replaces, sealed).catch(() => undefined);
    await this.#take([sealed]);
  }

  /** Not here yet, or in the place of one that did not open. */
  #lacks({ first, number }: Announced): boolean {
    return !this.#known.has(number) || [...this.refused].some((one) => one >= first && one <= number);
  }

  /** Rows come with the last of their cards: of a newer version than its card, a case would be changed from an old card. */
  async #fetch(blocks: readonly Announced[], rows: readonly Workflow[], tell: () => void): Promise<boolean> {
    const all = slices(newestFirst(blocks), AT_ONCE);
    if (all.length === 0) this.book.follow(rows);
    for (const [n, some] of all.entries()) {
      const files = await Promise.all(some.map(({ number }) => this.#server.block(number)));
      const came = some.flatMap((block, k) => (files[k] ? { ...block, file: files[k] } : []));
      await this.#take(came, n === all.length - 1 && came.length === some.length ? rows : []);
      for (const { first, number } of came.filter((block) => !this.refused.has(block.number))) {
        for (const old of this.refused) if (old >= first && old <= number) this.refused.delete(old);
      }
      await this.#keep({ blocks: came, rows: null, after: this.#after });
      if (came.length < some.length) return false;
      tell();
    }
    return true;
  }

  async #finish({ cases, next }: Changes): Promise<void> {
    if (next === this.#after) return;
    const file = cases.length ? await sealList(this.#newest, cases, ROWS) : null;
    const rows = file && { key: this.#newest.fingerprint, count: cases.length, file };
    await this.#keep({ blocks: [], rows, after: next });
    this.#after = next;
  }

  #keep(round: Round): Promise<void> {
    return this.#store.keep(round).catch(() => this.#spare.keep(round));
  }

  async #follow({ key, file }: Sealed): Promise<void> {
    const mine = this.#keys.get(key);
    const rows = mine && (await openList(mine, file, ROWS).catch(() => null));
    if (rows) this.book.follow(rows.flatMap((row) => readRow(row) ?? []));
    else this.#after = 0;
  }

  /** Cards and rows at once, for whoever asks in between. */
  async #take(blocks: readonly Sealed[], rows: readonly Workflow[] = []): Promise<void> {
    const opened = await Promise.all(blocks.map((block) => this.#open(block)));
    for (const [n, { number, key, count }] of blocks.entries()) {
      this.#known.set(number, { number, key, count });
      this.book.put(opened[n]!, number);
    }
    this.book.follow(rows);
  }

  async #open({ number, key, file }: Sealed): Promise<Card[]> {
    const mine = this.#keys.get(key);
    try {
      if (!mine) throw new BlockRefused("block_damaged");
      const cards = await openBlock(mine, file);
      this.refused.delete(number);
      return cards;
    } catch (error) {
      if (!(error instanceof BlockRefused)) throw error;
      this.refused.add(number);
      return [];
    }
  }

  async #sealed(number: number): Promise<Sealed | null> {
    const kept = (await this.#store.block(number).catch(() => null)) ?? (await this.#spare.block(number));
    const known = this.#known.get(number);
    if (kept || !known) return kept;
    const file = await this.#server.block(number);
    return file && { ...known, file };
  }
}

const newestFirst = <T extends Known>(blocks: readonly T[]): T[] => [...blocks].sort((a, b) => b.number - a.number);

function slices<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
