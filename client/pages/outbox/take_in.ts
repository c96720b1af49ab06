/** Takes in a packet that somebody else handed over; it comes from a stranger and is checked first. */
import { looksCarried, MAX_FILE, unwrap } from "../../shared/courier/index.ts";
import { hex, random } from "../../shared/crypto/bytes.ts";
import { localDay } from "../../shared/crypto/day.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";

const KNOWN = ["courier_malformed", "courier_damaged", "quota"];

/** Whether this file claims to be a packet, whatever it is called. */
export async function isCarried(file: File): Promise<boolean> {
  return looksCarried(new Uint8Array(await file.slice(0, 32).arrayBuffer()));
}

/** Keeps the packet to be delivered like one's own. Answers what to say about it. */
export async function takeIn(outbox: OutboxStore, file: File): Promise<string> {
  try {
    if (file.size > MAX_FILE) return t("outbox.courier_malformed");
    const packet = await unwrap(new Uint8Array(await file.arrayBuffer()));
    if ((await outbox.list()).some(({ sha256 }) => sha256 === packet.sha256)) return t("outbox.already");
    // An id of our own: only the writer's phone knows the one that it announces.
    await outbox.putSealed({ ...packet, id: hex(random(16)), day: localDay(), carried: true }, null);
    return t("outbox.taken");
  } catch (error) {
    // By its code: a class of the first page's script is another class here.
    const { code = "" } = error as { code?: string };
    return t(`outbox.${KNOWN.includes(code) ? code : "storage"}` as Key);
  }
}
