/**
 * The letters of one opened mailbox, in memory and nowhere else: fetched, opened and checked one by
 * one, so that a broken or foreign one hides none of the others.
 */
import { openLetter, type OpenedLetter } from "../crypto/letter.ts";
import { PacketError } from "../crypto/packet.ts";
import { identityOf } from "../desk_keys/derive.ts";
import type { Mailbox } from "./open.ts";
import { deleteLetter, fetchLetter, listLetters, type Posted, PostError } from "./post.ts";

/** A letter, or the code of what is wrong with it. */
export type Read = { id: string; day: string } & ({ opened: OpenedLetter } | { refused: string });

export class Letters {
  readonly mailbox: Mailbox;
  private read: Read[] = [];
  private fetching: Promise<void> | null = null;
  private closed = false;

  constructor(mailbox: Mailbox) {
    this.mailbox = mailbox;
  }

  /** Newest first, by the day and the number that their desks gave them. */
  get all(): Read[] {
    return [...this.read].sort((a, b) => compare(facts(b), facts(a)));
  }

  /** Those that could be opened. */
  get opened(): OpenedLetter[] {
    return this.all.flatMap((one) => ("opened" in one ? [one.opened] : []));
  }

  /** Asks for what is new; `came` is called after each letter. Throws PostError. */
  fetch(came: () => void): Promise<void> {
    return (this.fetching ??= this.fetchNow(came).finally(() => {
      this.fetching = null;
    }));
  }

  private async fetchNow(came: () => void): Promise<void> {
    const listed = await listLetters(this.mailbox.token);
    const here = this.read.filter((one) => judged(one) && listed.some(({ id }) => id === one.id));
    this.read = here;
    for (const posted of listed.filter(({ id }) => !here.some((one) => one.id === id))) {
      const one = await this.openOne(posted);
      if (this.closed) return;
      this.read = [...this.read, one];
      came();
    }
  }

  private async openOne(posted: Posted): Promise<Read> {
    const { id, day } = posted;
    const { token, seed, id: mailbox } = this.mailbox;
    try {
      return { id, day, opened: await openLetter(identityOf(seed), await fetchLetter(token, posted), mailbox) };
    } catch (error) {
      if (error instanceof PacketError || error instanceof PostError) return { id, day, refused: error.code };
      throw error;
    }
  }

  /** Deletes one on the server, for good, and here. Throws PostError. */
  async forget(id: string): Promise<void> {
    await deleteLetter(this.mailbox.token, { id });
    this.read = this.read.filter((one) => one.id !== id);
  }

  /** Secrets and letters, out of reach. */
  close(): void {
    this.closed = true;
    this.mailbox.token.fill(0);
    this.mailbox.seed.fill(0);
    this.read = [];
  }
}

/** Whether another look at its bytes would tell nothing new. */
const judged = (one: Read): boolean => "opened" in one || one.refused.startsWith("packet_");

type Facts = [day: string, number: number];

const facts = (one: Read): Facts =>
  "opened" in one ? [one.opened.letter.day, one.opened.letter.number] : [one.day, 0];

const compare = ([day, number]: Facts, [otherDay, otherNumber]: Facts): number =>
  day === otherDay ? number - otherNumber : day < otherDay ? -1 : 1;
