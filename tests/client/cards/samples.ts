/** Cards and a desk's key for the tests; a server and a store in memory that behave as the real ones. */
import type { Bytes } from "../../../client/shared/crypto/bytes.ts";
import type { Card } from "../../../client/shared/cards/card.ts";
import { sealBlock } from "../../../client/shared/cards/codec.ts";
import type { Workflow } from "../../../client/shared/cards/entry.ts";
import { cardKey, type CardKey } from "../../../client/shared/cards/key.ts";
import type { Sealed } from "../../../client/shared/cards/store.ts";
import type { Server } from "../../../client/shared/cards/sync.ts";
import vectors from "../../vectors/desk_keys.json";

export const IDENTITY = vectors.invitations[0]!.identity;
export const id = (n: number): string => n.toString(16).padStart(32, "0");

export const keyOf = (fingerprint = "f".repeat(32), desk = "nan"): Promise<CardKey> => cardKey(IDENTITY, desk, fingerprint);

export const card = (n: number, fields: Partial<Card> = {}): Card => ({
  case: id(n), version: 1, title: "", text: "", kind: null, province: "", district: "", day: "2026-11-20", language: "th", risk: null,
  labels: [], notes: [], agency: "", accused: "", watchpoint: null, files: 0, mailbox: null, desks: [], referral: null, reason: "",
  checklist: {}, merged_into: null, history: [], packets: [], ...fields,
});

export const row = (n: number, fields: Partial<Workflow> = {}): Workflow => ({
  id: id(n), version: 1, state: "received", assignee: null, opened: "2026-11-20", changed: "2026-11-20", hold: false, gone: false, ...fields,
});

/** A server as cards.md §5 and §6 describe it, with one desk. */
export class FakeServer implements Server {
  rows: (Workflow & { seq: number })[] = [];
  blocks: (Sealed & { first: number })[] = [];
  seq = 0;
  asked: string[] = [];
  /** Called before a block is handed out. */
  meanwhile: (number: number) => void = () => undefined;

  async change(key: CardKey, one: Card, workflow: Partial<Workflow> = {}): Promise<void> {
    const number = ++this.seq;
    this.rows = [...this.rows.filter((known) => known.id !== one.case), { ...row(0), id: one.case, version: one.version, ...workflow, seq: number }];
    this.blocks.push({ number, first: number, key: key.fingerprint, count: 1, file: await sealBlock(key, [one]) });
  }

  /** New cases, whose cards were gathered in one block since. */
  async open(key: CardKey, cards: readonly Card[]): Promise<void> {
    const first = this.seq + 1;
    for (const one of cards) this.rows.push({ ...row(0), id: one.case, seq: ++this.seq });
    this.blocks.push({ number: this.seq, first, key: key.fingerprint, count: cards.length, file: await sealBlock(key, cards) });
  }

  /** Deletes a case for good, with the blocks that hold its cards alone. */
  purge(its: string, alone: readonly number[]): void {
    for (const one of this.rows.filter(({ id: known }) => known === its)) Object.assign(one, { gone: true, version: one.version + 1, seq: ++this.seq });
    this.blocks = this.blocks.filter(({ number }) => !alone.includes(number));
  }

  replace(replaces: readonly number[], block: Omit<Sealed, "number">): boolean {
    const old = this.blocks.filter(({ number }) => replaces.includes(number));
    const [from, to] = [Math.min(...replaces), Math.max(...replaces)];
    if (old.length !== replaces.length || this.blocks.some(({ number }) => number >= from && number <= to && !replaces.includes(number))) return false;
    this.blocks = [...this.blocks.filter((one) => !old.includes(one)), { ...block, number: to, first: from }];
    return true;
  }

  async changes(after: number) {
    this.asked.push(`changes ${after}`);
    const cases = this.rows.filter(({ seq }) => seq > after);
    const blocks = this.blocks.filter(({ number }) => number > after).map(({ number, first, key, count }) => ({ number, first, key, count }));
    return { cases, blocks, next: this.seq, more: false, waiting: 0 };
  }

  async block(number: number): Promise<Bytes | null> {
    this.asked.push(`block ${number}`);
    this.meanwhile(number);
    return this.blocks.find((block) => block.number === number)?.file.slice() ?? null;
  }
}
