/** Why a file is not shown, in a plain sentence; it can still be downloaded. */
import type { Code } from "../../../shared/cleaning/types.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";

const KNOWN: Partial<Record<Code, Key>> = {
  too_large: "desk.view.too_large",
  timeout: "desk.view.too_large",
  out_of_memory: "desk.view.too_large",
  encrypted: "desk.view.encrypted",
  broken: "desk.view.broken",
  empty: "desk.view.broken",
  canvas: "error.canvas",
};

export function NotShown({ code }: { code: Code | null }) {
  const words = code && KNOWN[code];
  return <p class="notice" data-not-shown={code ?? ""}>{t(words ?? "desk.packet.not_shown")}</p>;
}
