/**
 * Whom to seal to: the desks' keys, pinned when first seen so that a swapped key is caught.
 *
 * Normative: `docs/formats/keys.md`.
 */
import type { OutboxStore, PinnedDesk, Pins } from "../outbox/types.ts";
import { readKeyList } from "./desks.ts";

export { fingerprint } from "./desks.ts";
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
  override name = "KeyChanged";
  /** The desk's id, or null when it is the key that signs receipts. */
  desk: string | null;
  constructor(desk: string | null) {
    super(`the key of ${desk ?? "the receipts"} is not the one first seen`);
    this.desk = desk;
  }
}

/** Never been online here: there is nobody to seal to yet. */
export class KeysUnavailable extends Error {
  override name = "KeysUnavailable";
}

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
  if (pins && !options.refresh) return offer(pins, false);
  const seen = await ask(options.fetch ?? fetch);
  if (!seen) {
    if (pins) return offer(pins, false);
    throw new KeysUnavailable();
  }
  const merged = pins ? merge(pins, seen) : seen;
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

/** Old pins always win; desks never seen before are pinned now; unlisted ones stay pinned. */
function merge(pins: Pins, seen: Pins): Pins {
  if (seen.receiptKey !== pins.receiptKey) throw new KeyChanged(null);
  const known = new Map(pins.desks.map((desk) => [desk.id, { ...desk, listed: false }]));
  for (const desk of seen.desks) {
    const pinned = known.get(desk.id);
    if (pinned && pinned.recipient !== desk.recipient) throw new KeyChanged(desk.id);
    known.set(desk.id, desk);
  }
  return { receiptKey: pins.receiptKey, limits: seen.limits, desks: [...known.values()] };
}

function offer(pins: Pins, fresh: boolean): KeyList {
  const { receiptKey, limits } = pins;
  return { receiptKey, limits, desks: pins.desks.filter((desk) => desk.listed), fresh };
}
