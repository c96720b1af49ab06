/** One block in the place of many small ones, or of one that still holds a card of a case that is gone. */
import type { Book } from "./book.ts";
import type { Card } from "./card.ts";
import { choose, type Known } from "./compaction.ts";
import type { Sealed } from "./store.ts";

/** What of a device's cases it takes. */
export interface Holding {
  book: Book;
  /** The fingerprint of the desk's key of now. */
  newest: string;
  known: readonly Known[];
  isRefused(number: number): boolean;
  sealed(number: number): Promise<Sealed | null>;
  open(sealed: Sealed): Promise<Card[]>;
  isOnServer(number: number): Promise<boolean>;
  /** Forgets a block that only this device had still. */
  drop(number: number): Promise<void>;
}

export interface Gathered {
  replaces: number[];
  cards: Card[];
}

/** The blocks to put together with what is worth keeping of them, or null while there are few. */
export async function gather(held: Holding): Promise<Gathered | null> {
  const replaces = choose(held.known, held.newest) ?? (await haunted(held));
  if (!replaces) return null;
  const last = new Map<string, Card>();
  for (const number of replaces) {
    const sealed = await held.sealed(number);
    if (!sealed || held.isRefused(number)) return null;
    for (const card of await held.open(sealed)) {
      if (card.version > (last.get(card.case)?.version ?? 0) && held.book.entry(card.case)) last.set(card.case, card);
    }
  }
  return { replaces, cards: [...last.values()] };
}

/** A block with a card of a case that was deleted for good: it has to be sealed anew without it. */
async function haunted({ book, known, isRefused, sealed, open, isOnServer, drop }: Holding): Promise<number[] | null> {
  const gone = book.haunting();
  if (gone.length === 0) return null;
  for (const number of known.map((block) => block.number).sort((a, b) => a - b)) {
    const file = isRefused(number) ? null : await sealed(number);
    const cards = file ? await open(file) : [];
    if (!cards.some((card) => book.isGone(card.case))) continue;
    if (await isOnServer(number)) return [number];
    // The server deleted it with the case.
    await drop(number);
  }
  book.laidToRest(gone);
  return null;
}
