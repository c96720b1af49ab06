/** The packets on this phone, shown and sent: the first page and the mailbox have the same. */
import { type Delivery, startDelivery } from "../../shared/delivery/index.ts";
import type { OutboxItem, OutboxStore } from "../../shared/outbox/types.ts";
import { work } from "../../shared/work/loader.ts";
import { OutboxView } from "./outbox_view.ts";
import { chosen, heldBack } from "./sending.ts";

const RETRY_MS = 30_000;

export interface Packets {
  readonly view: OutboxView;
  /** What sends now. */
  readonly delivery: Delivery;
  /** Goes on for as long as the page lives. */
  listen(): void;
  show(): Promise<void>;
  /** What was chosen about sending has changed. */
  reconsider(): void;
}

/** `woken`: there may be signal again; `moved`: a packet was shown anew, as it is now. */
export function packetsOf(outbox: OutboxStore, woken: () => unknown, moved: (item: OutboxItem) => void): Packets {
  const view = new OutboxView(outbox, () => delivery.kick(true));
  const start = () => startDelivery({ outbox, work, holdsBack: (item) => !!heldBack(item), onChange: (item) => {
    view.show(item);
    moved(item);
  } });
  let delivery = start();

  async function wake(): Promise<void> {
    delivery.kick();
    await view.showAll();
    await woken();
  }

  /** A request under way ends only when everything is to rest. */
  function reconsider(): void {
    if (chosen("pause")) {
      delivery.stop();
      delivery = start();
    }
    void wake();
  }

  return {
    view,
    reconsider,
    get delivery() {
      return delivery;
    },
    listen() {
      for (const event of ["online", "pageshow"]) addEventListener(event, wake);
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
      addEventListener("storage", reconsider);
      addEventListener("beforeunload", (event) => view.askToStay(event));
      setInterval(wake, RETRY_MS);
    },
    async show() {
      await view.showAll();
      // On a slow phone "pageshow" is over before the database is open, and nobody would kick.
      delivery.kick();
    },
  };
}
