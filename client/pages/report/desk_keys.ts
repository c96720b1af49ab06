/** Whom this page seals to: asked for until the server has answered, and nobody when it answers wrongly. */
import { t } from "../../shared/i18n/index.ts";
import { KeyChanged, type KeyList, loadKeys } from "../../shared/keys/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { find, say } from "../common/dom.ts";
import { showDesks } from "./desks.ts";
import { heedPoster, keyCheck, tellPoster } from "./keys_loader.ts";

export class DeskKeys {
  /** Null while nothing can be sealed. */
  list: KeyList | null = null;
  private status = find("[data-status]");
  private send = find<HTMLButtonElement>("[data-action=send]");
  private outbox: OutboxStore;
  private ready: () => void;

  constructor(outbox: OutboxStore, ready: () => void) {
    this.outbox = outbox;
    this.ready = ready;
  }

  /** Sealing works as soon as the keys of the desks are known, from now or from an earlier visit. */
  async refresh(): Promise<void> {
    try {
      if (await heedPoster(this.outbox)) this.list = null;
      this.use(this.list ?? (await loadKeys(this.outbox, { refresh: false })));
      if (!this.list?.fresh) this.use(await loadKeys(this.outbox, { refresh: true }));
    } catch (error) {
      if (error instanceof KeyChanged) this.stop(error);
      else if (!this.list) this.status.textContent = t("report.no_keys");
    }
  }

  private again = (): void => {
    this.list = null;
    void this.refresh();
  };

  private use(keys: KeyList): void {
    this.list = keys;
    showDesks(keys.desks);
    this.send.disabled = false;
    find<HTMLInputElement>("[name=files]").disabled = false;
    this.status.textContent = t(this.outbox.durable && "serviceWorker" in navigator ? "report.ready" : "report.ready_memory");
    document.documentElement.dataset["ready"] = "";
    this.ready();
    tellPoster(this.outbox, keys, this.again);
  }

  private stop(error: KeyChanged): void {
    this.list = null;
    this.send.disabled = true;
    delete document.documentElement.dataset["ready"];
    this.status.textContent = "";
    say(find("[data-problem]"), t("report.key_changed"));
    keyCheck().then((check) => check.warn(this.outbox, error, this.again)).catch(() => undefined);
  }
}
