/** The phone's outbox, or one in memory where the browser keeps nothing for us. */
import { t } from "../../shared/i18n/index.ts";
import { Outbox, OutboxUnavailable, memoryOutbox } from "../../shared/outbox/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { find, say } from "../common/dom.ts";
import { keyHolder } from "./drafts.ts";

export async function openOutbox(): Promise<OutboxStore> {
  try {
    const warn = () => say(find("[data-problem]"), t("report.locked_by_old_tab"));
    return await Outbox.open({ keys: keyHolder, onBlocked: warn, onOutdated: warn });
  } catch (error) {
    if (error instanceof OutboxUnavailable) return memoryOutbox();
    throw error;
  }
}
