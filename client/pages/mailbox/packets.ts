/**
 * The packets on this phone and the keys to seal more: an answer waits among the reports, for the
 * same sender. What else can be done with packets is on the first page.
 */
import type { SealedPacket } from "../../shared/crypto/packet.ts";
import { type Delivery, startDelivery } from "../../shared/delivery/index.ts";
import { KeyChanged, type KeyList, loadKeys } from "../../shared/keys/index.ts";
import { requestPersistence } from "../../shared/outbox/index.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { work } from "../../shared/work/loader.ts";
import { OutboxView } from "../report/outbox_view.ts";
import { chosen, heldBack } from "../report/sending.ts";

const RETRY_MS = 30_000;

/** `keys`: the desks are known, from now or from an earlier visit. `changed`: nothing may be sealed. */
export type KeysTold = (told: KeyList | "changed" | "none") => void;

export class Packets {
  private outbox: OutboxStore;
  private view: OutboxView;
  private delivery: Delivery;
  private keys: KeyList | null = null;
  private tell: KeysTold;

  constructor(outbox: OutboxStore, tell: KeysTold) {
    this.outbox = outbox;
    this.tell = tell;
    this.view = new OutboxView(outbox, () => this.delivery.kick(true));
    this.delivery = this.newDelivery();
  }

  async start(): Promise<void> {
    const wake = () => void this.wake();
    for (const event of ["online", "pageshow"]) addEventListener(event, wake);
    document.addEventListener("visibilitychange", wake);
    addEventListener("storage", () => this.reconsider());
    addEventListener("beforeunload", (event) => this.view.askToStay(event));
    setInterval(wake, RETRY_MS);
    await this.view.showAll();
    this.delivery.kick();
    await this.refreshKeys(false);
    if (!this.keys?.fresh) await this.refreshKeys(true);
  }

  /** Keeps a sealed packet and sends it when it can be; false: in this page's memory only. */
  async add(packet: SealedPacket): Promise<boolean> {
    const saved = await this.outbox.putSealed(packet, null);
    void requestPersistence();
    await this.view.showAll();
    this.delivery.kick();
    return saved;
  }

  private newDelivery(): Delivery {
    const holdsBack = (item: Parameters<typeof heldBack>[0]) => heldBack(item) !== null;
    return startDelivery({ outbox: this.outbox, holdsBack, work, onChange: (item) => this.view.show(item) });
  }

  /** Another tab chose something about sending; see the first page. */
  private reconsider(): void {
    if (chosen("pause")) {
      this.delivery.stop();
      this.delivery = this.newDelivery();
    }
    void this.wake();
  }

  private async wake(): Promise<void> {
    this.delivery.kick();
    await this.view.showAll();
    if (!this.keys?.fresh) await this.refreshKeys(true);
  }

  private async refreshKeys(refresh: boolean): Promise<void> {
    try {
      this.keys = await loadKeys(this.outbox, { refresh });
      this.tell(this.keys);
    } catch (error) {
      if (error instanceof KeyChanged) this.keys = null;
      if (error instanceof KeyChanged || !this.keys) this.tell(error instanceof KeyChanged ? "changed" : "none");
    }
  }
}
