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
  constructor(desk: string | null) {
    super("key changed");
    this.desk = desk;
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
  const pins = await outbox.pins();
  if (pins?.receiptKey && !options.refresh) return offer(pins, false);
  const seen = await ask(options.fetch ?? fetch);
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
 * pinned now, unlisted ones stay pinned; a poster is one more pin, and has to hold as well.
 */
async function merge(pins: Pins, seen: Pins): Promise<Pins> {
  if (pins.receiptKey && seen.receiptKey !== pins.receiptKey) throw new KeyChanged(null);
  const gone: Desk[] = [];
  for (const pinned of pins.desks) {
    const desk = seen.desks.find(({ id }) => id === pinned.id);
    if (!desk) gone.push({ ...pinned, listed: false });
    else if (!(await holds(pinned, desk))) throw new KeyChanged(desk.id);
  }
  return { ...seen, desks: [...seen.desks, ...gone] };
}

/** A pin from before lists had signing keys takes the first one that comes with its own recipient. */
function holds(pinned: Desk, desk: Desk): Promise<boolean> | boolean {
  return pinned.signing === undefined && pinned.recipient
    ? pinned.recipient === desk.recipient
    : leadsTo(desk, pinned.fingerprint);
}

function offer(pins: Pins, fresh: boolean): KeyList {
  const { receiptKey, limits } = pins;
  return { receiptKey, limits, desks: pins.desks.filter((desk) => desk.listed), fresh };
}
