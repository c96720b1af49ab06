/** Fetches the script that reads posters and shows keys in words, when there is something to read or show. */
import type { KeyChanged, KeyList } from "../../shared/keys/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { scriptUrl } from "../../shared/trusted/index.ts";

export interface KeyCheck {
  /** Pins what the poster's link in the address says, and takes it out of there. */
  heed(outbox: OutboxStore): Promise<void>;
  /** Says what the posters that were read here make of these keys; `again` asks for keys once more. */
  tell(outbox: OutboxStore, keys: KeyList, again: () => void): Promise<void>;
  /** Says that the keys are not those that were pinned, and what to do. */
  warn(outbox: OutboxStore, error: KeyChanged, again: () => void): Promise<void>;
  /** Fills a card with each desk's key, to be compared by eye. */
  show(outbox: OutboxStore, card: HTMLElement): Promise<void>;
}

const page = globalThis as { keyCheck?: KeyCheck };

export async function keyCheck(): Promise<KeyCheck> {
  if (!page.keyCheck) await import(scriptUrl("keys"));
  return page.keyCheck as KeyCheck;
}

export const isPosterLink = (): boolean => location.hash.startsWith("#k=");

/** Whether there was a poster's link in the address. It stays there while its script cannot be had. */
export async function heedPoster(outbox: OutboxStore): Promise<boolean> {
  const there = isPosterLink();
  if (there) await (await keyCheck()).heed(outbox);
  return there;
}

/** Nobody who read no poster here waits for that script. */
export function tellPoster(...about: Parameters<KeyCheck["tell"]>): void {
  void page.keyCheck?.tell(...about);
}
