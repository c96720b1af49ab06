/** Delivers one sealed packet from the desk, in memory: the way of all packets, without the desk's session. */
import type { SealedPacket } from "../../shared/crypto/packet.ts";
import { startDelivery } from "../../shared/delivery/index.ts";
import { loadKeys } from "../../shared/keys/index.ts";
import { memoryOutbox } from "../../shared/outbox/memory.ts";
import { work } from "../../shared/work/loader.ts";

/**
 * Ends with `received`, with the code of a refusal for good, or with `waiting` when `gone` came first. `onWait`: it
 * is tried again by itself. Throws KeysUnavailable without a network at the start.
 */
export async function deliver(packet: SealedPacket, gone: AbortSignal, onWait: () => void): Promise<string> {
  const outbox = memoryOutbox();
  await loadKeys(outbox, { refresh: true });
  await outbox.putSealed(packet, null);
  return new Promise((resolve) => {
    const end = (ending: string): void => {
      delivery.stop();
      resolve(ending);
    };
    const delivery = startDelivery({
      work,
      outbox,
      // No lock and no lease but its own: this outbox is nobody else's.
      locks: null,
      onChange: ({ state, attempts, reason }) => {
        if (state === "received") end("received");
        else if (state === "parked") end(reason ?? "internal");
        else if (state === "sealed" && attempts > 0) onWait();
      },
    });
    if (gone.aborted) end("waiting");
    gone.addEventListener("abort", () => end("waiting"));
    delivery.kick();
  });
}
