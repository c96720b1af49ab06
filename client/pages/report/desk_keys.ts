/** Whom a page seals to: asked for until the server has answered, and nobody when it answers wrongly. */
import { KeyChanged, type KeyList, loadKeys } from "../../shared/keys/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { find } from "../common/dom.ts";
import { heedPoster, keyCheck, tellPoster } from "./keys_loader.ts";

/** `changed`: the keys are not those that were pinned. `none`: there are none yet. */
export type KeysTold = (told: KeyList | "changed" | "none") => void;

export class DeskKeys {
  /** Null while nothing can be sealed. */
  list: KeyList | null = null;
  private outbox: OutboxStore;
  private tell: KeysTold;

  constructor(outbox: OutboxStore, tell: KeysTold) {
    this.outbox = outbox;
    this.tell = tell;
  }

  /** Sealing works as soon as the keys of the desks are known, from now or from an earlier visit. */
  async refresh(): Promise<void> {
    try {
      if (await heedPoster(this.outbox)) this.list = null;
      this.use(this.list ?? (await loadKeys(this.outbox, { refresh: false })));
      if (!this.list?.fresh) this.use(await loadKeys(this.outbox, { refresh: true }));
    } catch (error) {
      if (error instanceof KeyChanged) this.stop(error);
      else if (!this.list) this.tell("none");
    }
  }

  private again = (): void => {
    this.list = null;
    void this.refresh();
  };

  private use(keys: KeyList): void {
    this.list = keys;
    this.canSend(true);
    find<HTMLInputElement>("[name=files]").disabled = false;
    this.tell(keys);
    tellPoster(this.outbox, keys, this.again);
  }

  private stop(error: KeyChanged): void {
    this.list = null;
    this.canSend(false);
    this.tell("changed");
    keyCheck().then((check) => check.warn(this.outbox, error, this.again)).catch(() => undefined);
  }

  private canSend(can: boolean): void {
    find<HTMLButtonElement>("[data-action=send]").disabled = !can;
  }
}
