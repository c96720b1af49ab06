/** From a poster's link in the address to a pin, and to a word about what the server says to it. */
import { t } from "../../shared/i18n/index.ts";
import { type KeyList, leadsTo } from "../../shared/keys/index.ts";
import { type Poster, pinPoster, readPoster } from "../../shared/keys/poster.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { el, find, say } from "../common/dom.ts";
import { notice, noticed } from "./notice.ts";

/** Those that were read since this page was opened. */
const read: Poster[] = [];

/** The reporter has chosen desks since. */
let touched = false;

/** LINE's way out of its browser takes the link along. */
const outside = globalThis as { posterFragment?: string };

export async function heed(outbox: OutboxStore): Promise<void> {
  const { hash } = location;
  if (!hash.startsWith("#k=")) return; // Somebody else took it meanwhile.
  const poster = readPoster(hash);
  if (poster) {
    await pinPoster(outbox, poster);
    read.push(poster);
    touched = false;
    find("[data-desks]").addEventListener("change", () => (touched = true), { once: true });
    outside.posterFragment = hash;
    notice("later", false, el("p", {}, t("keys.poster_later")));
  } else notice("mistake", true, el("p", {}, t("keys.poster_mistake")));
  if (location.hash === hash) history.replaceState(null, "", location.pathname + location.search);
}

export async function tell(outbox: OutboxStore, keys: KeyList, again: () => void): Promise<void> {
  const poster = read[read.length - 1];
  if (noticed() === "stop") unsay();
  if (!poster || noticed() !== "later") return;
  if (!touched) choose(poster.desk);
  const desk = keys.desks.find(({ id }) => id === poster.desk);
  if (desk && (await leadsTo(desk, poster.fingerprint))) {
    notice("good", false, el("p", {}, t("keys.poster_good", { desk: desk.name[__LANG__] })));
  } else if (keys.fresh && desk) {
    // Another tab wrote its list over our pin.
    await pinPoster(outbox, poster);
    again();
  } else if (keys.fresh) notice("gone", true, el("p", {}, t("keys.poster_gone")));
}

/** A list that holds came after one that did not. */
function unsay(): void {
  notice(null);
  say(find("[data-problem]"), null);
}

/** Who scans a desk's poster means that desk, and while it cannot be had no other by mistake. */
function choose(id: string): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("[name=desk]")) box.checked = box.value === id;
}
