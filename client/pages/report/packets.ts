/** The packets on this phone, shown and sent: the first page and the mailbox have the same. */
import { type Delivery, startDelivery } from "../../shared/delivery/index.ts";
import type { OutboxItem, OutboxStore } from "../../shared/outbox/types.ts";
import { work } from "../../shared/work/loader.ts";
import { OutboxView } from "./outbox_view.ts";
import { chosen, heldBack } from "./sending.ts";

const RETRY_MS = 30_000;

export class Packets {
  readonly view: OutboxView;
  delivery: Delivery;
  private outbox: OutboxStore;
  private woken: () => unknown;
  private moved: (item: OutboxItem) => void;

  /** `woken`: there may be signal again; `moved`: a packet was shown anew, as it is now. */
  constructor(outbox: OutboxStore, woken: () => unknown, moved: (item: OutboxItem) => void) {
    this.outbox = outbox;
    this.woken = woken;
    this.moved = moved;
    this.view = new OutboxView(outbox, () => this.delivery.kick(true));
    this.delivery = this.newDelivery();
  }

  /** Goes on for as long as the page lives. */
  listen(): void {
    const wake = () => void this.wake();
    for (const event of ["online", "pageshow"]) addEventListener(event, wake);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
    addEventListener("storage", () => this.reconsider());
    addEventListener("beforeunload", (event) => this.view.askToStay(event));
    setInterval(wake, RETRY_MS);
  }

  async show(): Promise<void> {
    await this.view.showAll();
    // On a slow phone "pageshow" is over before the database is open, and nobody would kick.
    this.delivery.kick();
  }

  /** What was chosen about sending has changed: a request under way ends only when everything is to rest. */
  reconsider(): void {
    if (chosen("pause")) {
      this.delivery.stop();
      this.delivery = this.newDelivery();
    }
    void this.wake();
  }

  private newDelivery(): Delivery {
    return startDelivery({ outbox: this.outbox, work, holdsBack: (item) => !!heldBack(item), onChange: (item) => {
      this.view.show(item);
      this.moved(item);
    } });
  }

  private async wake(): Promise<void> {
    this.delivery.kick();
    await this.view.showAll();
    await this.woken();
  }
}
