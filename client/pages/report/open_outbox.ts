/** The outbox of this phone, or of this tab where the browser keeps nothing. */
import { t } from "../../shared/i18n/index.ts";
import { memoryOutbox, Outbox, OutboxUnavailable } from "../../shared/outbox/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { announce } from "../common/dom.ts";
import { keyHolder } from "./drafts.ts";

export async function openOutbox(): Promise<OutboxStore> {
  try {
    const warn = () => announce(t("report.locked_by_old_tab"));
    return await Outbox.open({ keys: keyHolder, onBlocked: warn, onOutdated: warn });
  } catch (error) {
    if (error instanceof OutboxUnavailable) return memoryOutbox();
    throw error;
  }
}
