/**
 * The link of a poster, `/#k=<desk>.<fingerprint>`: one more pin, and it is older than any list.
 *
 * Normative: `docs/formats/keys.md`, *The poster's link*.
 */
import type { OutboxStore, PinnedDesk, Pins } from "../outbox/types.ts";
import { leadsTo } from "./desks.ts";

/** What a poster says. */
export interface Poster {
  desk: string;
  /** 32 lower-case hex digits. */
  fingerprint: string;
}

const LINK = /^#k=([a-z0-9][a-z0-9-]{0,39})\.([0-9a-f]{32})$/;

/** What the fragment of an address says, with its `#`; null when a sign is missing or wrong. */
export function readPoster(fragment: string): Poster | null {
  const found = LINK.exec(fragment);
  return found ? { desk: found[1] as string, fingerprint: found[2] as string } : null;
}

export function posterLink(origin: string, { desk, fingerprint }: Poster): string {
  return `${origin}/#k=${desk}.${fingerprint}`;
}

const NOTHING: Pins = { receiptKey: "", limits: { packet: 0, chunk: 0 }, desks: [] };

/** A pin that knows a fingerprint and no key. */
export const isPoster = ({ recipient }: PinnedDesk): boolean => !recipient;

/**
 * Every list has to hold against this poster from now on. Where it does not follow from what is
 * pinned already, the desk is not offered until a list joins the two.
 */
export async function pinPoster(outbox: OutboxStore, { desk, fingerprint }: Poster): Promise<void> {
  const pins = (await outbox.pins()) ?? NOTHING;
  const known = pins.desks.filter(({ id }) => id === desk);
  if (known.some((pin) => isPoster(pin) && pin.fingerprint === fingerprint)) return;
  const joined = await Promise.all(known.filter((pin) => !isPoster(pin)).map((pin) => leadsTo(pin, fingerprint)));
  const held = joined.includes(false) ? pins.desks.map((pin) => (pin.id === desk ? { ...pin, listed: false } : pin)) : pins.desks;
  const poster = { id: desk, name: { th: desk, en: desk }, recipient: "", fingerprint, listed: false };
  await outbox.savePins({ ...pins, desks: [...held, poster] });
}

/** The reporter found out that the poster was wrong: what was known before it counts again. */
export async function forgetPosters(outbox: OutboxStore, desk: string): Promise<void> {
  const pins = await outbox.pins();
  if (pins) await outbox.savePins({ ...pins, desks: pins.desks.filter((pin) => pin.id !== desk || !isPoster(pin)) });
}
