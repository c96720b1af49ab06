/**
 * Whom to seal to: the desks' keys, pinned when first seen so that a swapped key is caught.
 *
 * Normative: `docs/formats/keys.md`.
 */
import type { OutboxStore, PinnedDesk, Pins } from "../outbox/types.ts";
import { leadsTo, readKeyList } from "./desks.ts";

export { fingerprint, leadsTo } from "./desks.ts";
export type Desk = PinnedDesk;

export interface KeyList {
  receiptKey: string;
  limits: Pins["limits"];
  /** The desks that can be chosen now. */
  desks: Desk[];
  /** True when the server was asked just now, false when these are the pinned copies. */
  fresh: boolean;
}

/** The server names another key than the one first seen. Sealing stops and says so. */
export class KeyChanged extends Error {
  /** The desk's id, or null when it is the key that signs receipts. */
  desk: string | null;
  /** The fingerprint that the server names now. */
  now: string | undefined;
  constructor(desk: string | null, now?: string) {
    super("key changed");
    this.desk = desk;
    this.now = now;
  }
}

/** Never been online here: there is nobody to seal to yet. */
export class KeysUnavailable extends Error {}

/** How long a phone waits for the list before it uses the copy it has. */
const PATIENCE_MS = 20_000;

export interface LoadOptions {
  /** Ask the server even when there is a pinned copy. */
  refresh: boolean;
  fetch?: typeof fetch;
}

/** Throws KeyChanged and KeysUnavailable. No network, a portal's page or a broken list: the pinned copy. */
export async function loadKeys(outbox: OutboxStore, options: LoadOptions): Promise<KeyList> {
  let pins = await outbox.pins();
  if (pins?.receiptKey && !options.refresh) return offer(pins, false);
  const seen = await ask(options.fetch ?? fetch);
  pins = await outbox.pins(); // A poster may have been read meanwhile.
  if (!seen) {
    if (pins?.receiptKey) return offer(pins, false);
    throw new KeysUnavailable();
  }
  const merged = pins ? await merge(pins, seen) : seen;
  await outbox.savePins(merged);
  return offer(merged, true);
}

async function ask(fetcher: typeof fetch): Promise<Pins | null> {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), PATIENCE_MS);
  try {
    const answer = await fetcher("/api/desks", {
      cache: "no-cache", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: gone.signal,
    });
    return answer.ok ? await readKeyList(await answer.json()) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A desk may have another key only if the pinned one vouches for it. Desks never seen before are
 * pinned now, unlisted ones and posters stay pinned; each poster has to hold as well.
 */
async function merge(pins: Pins, seen: Pins): Promise<Pins> {
  if (pins.receiptKey && seen.receiptKey !== pins.receiptKey) throw new KeyChanged(null);
  const gone: Desk[] = [];
  for (const pinned of pins.desks) {
    const desk = seen.desks.find(({ id }) => id === pinned.id);
    if (!desk || !pinned.recipient) gone.push({ ...pinned, listed: false });
    if (desk ? !(await holds(pinned, desk)) : !met(pins, pinned)) throw new KeyChanged(pinned.id, desk?.fingerprint);
  }
  return { ...seen, desks: [...seen.desks, ...gone] };
}

/** Desks come and go; but a poster whose desk no list has ever named is not of this server. */
function met({ desks }: Pins, { id }: Desk): boolean {
  return desks.some((pin) => pin.id === id && pin.recipient);
}

/** A pin from before lists had signing keys takes the first one that comes with its own recipient. */
function holds(pinned: Desk, desk: Desk): Promise<boolean> | boolean {
  return pinned.signing === undefined && pinned.recipient
    ? pinned.recipient === desk.recipient
    : leadsTo(desk, pinned.fingerprint);
}

/** Desks whose poster was read come first: who scanned one means that one. */
function offer({ receiptKey, limits, desks: all }: Pins, fresh: boolean): KeyList {
  const last = ({ id }: Desk) => Number(!all.some((pin) => pin.id === id && !pin.recipient));
  const desks = all.filter((desk) => desk.listed).sort((a, b) => last(a) - last(b));
  return { receiptKey, limits, desks, fresh };
}
