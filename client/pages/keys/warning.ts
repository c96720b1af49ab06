/** The loud one: these are not the keys that were pinned. What that means, how to find out, what to do. */
import { t } from "../../shared/i18n/index.ts";
import type { KeyChanged } from "../../shared/keys/index.ts";
import { forgetPosters, isPoster } from "../../shared/keys/poster.ts";
import type { OutboxStore, PinnedDesk } from "../../shared/outbox/types.ts";
import { button, el, find, say } from "../common/dom.ts";
import { unfolding } from "./card.ts";
import { keyView } from "./key_view.ts";
import { notice, noticed } from "./notice.ts";

/** What the warning on screen is about: it is asked for with every try, and not to be read anew each time. */
let told = "";

export async function warn(outbox: OutboxStore, { desk, now }: KeyChanged, again: () => void): Promise<void> {
  if (noticed() === "stop" && told === `${desk} ${now}`) return;
  told = `${desk} ${now}`;
  const pins = ((await outbox.pins())?.desks ?? []).filter(({ id }) => id === desk);
  const posters = pins.filter(isPoster);
  const about = posters.length ? (now ? "keys.stop_poster" : "keys.stop_unknown") : "keys.stop_changed";
  const forget = async (): Promise<void> => {
    await forgetPosters(outbox, desk ?? "");
    notice(null);
    say(find("[data-problem]"), null);
    again();
  };
  notice("stop", true,
    heading(),
    el("p", {}, t(about, { desk: desk ?? "" })),
    advice(),
    ...compared(posters, pins.filter((pin) => !isPoster(pin)), now),
    ...(posters.length ? [unfolding(t("keys.forget_title"), () => [
      el("p", {}, t("keys.forget_means")), button(t("keys.forget"), "forget-poster", () => void forget()),
    ])] : []));
}

function heading(): HTMLElement {
  const made = el("h2", {}, t("keys.stop"));
  Object.assign(made.style, { color: "var(--danger)", fontSize: "1.5rem" });
  return made;
}

function advice(): HTMLElement {
  const steps = (["keys.stop_wait", "keys.stop_ask", "keys.stop_other"] as const).map((key) => el("li", {}, t(key)));
  const made = el("ol", {}, ...steps);
  Object.assign(made.style, { display: "grid", gap: "0.5rem", paddingInlineStart: "1.25rem" });
  return made;
}

/** All that was said about this desk's key, to be read to somebody who knows. */
function compared(posters: PinnedDesk[], known: PinnedDesk[], now: string | undefined): HTMLElement[] {
  const rows = [
    ...posters.map(({ fingerprint }) => ["keys.by_poster", fingerprint] as const),
    ...known.map(({ fingerprint }) => ["keys.by_phone", fingerprint] as const),
    ...(now ? [["keys.by_server", now] as const] : []),
  ];
  if (!rows.length) return [];
  const shown = () => rows.flatMap(([who, mark]) => [el("p", {}, el("b", {}, t(who))), keyView(mark)]);
  return [unfolding(t("keys.compare"), shown)];
}
