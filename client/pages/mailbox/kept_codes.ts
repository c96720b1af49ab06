/** Codes that the reporter chose to keep on this phone, offered so that nobody has to type them. */
import { t } from "../../shared/i18n/index.ts";
import { forgetCode, keptCodes } from "../../shared/outbox/codes.ts";
import { button, el, find } from "../common/dom.ts";

/** Shows them; nothing where there are none, or no database. `open` gets 24 ASCII digits. */
export async function showKeptCodes(open: (code: string) => void): Promise<void> {
  const codes = await keptCodes().catch(() => []);
  const rows = codes.map((code, n) => el("li", { class: "row" },
    button(t("mailbox.kept", { n: n + 1 }), "open-kept", () => open(code)),
    button(t("mailbox.kept_delete"), "delete-kept", () => void remove(code, open))));
  find("[data-kept-list]").replaceChildren(...rows);
  find("[data-kept]").hidden = !rows.length;
}

async function remove(code: string, open: (code: string) => void): Promise<void> {
  if (!confirm(t("mailbox.kept_delete_sure"))) return;
  await forgetCode(code).catch(() => undefined);
  await showKeptCodes(open);
}
